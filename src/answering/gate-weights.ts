/** Written by `npm run fit-gate`; do not edit. */
export const GATE_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  bias: -22.4019,
  similarity: 26.4976,
  match: 21.6978,
  unknown: 2.4923,
};
