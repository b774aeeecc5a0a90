/** Written by `npm run fit-gate`; do not edit. */
export const GATE_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  bias: -8.2953,
  similarity: 15.4794,
  coverage: 3.1804,
  unknown: 1.4819,
};
