/** Written by `npm run fit-citing`; do not edit. */
export const CITE_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  bias: 1.8611,
  below: -9.7857,
  step: 1.8076,
  drop: 6.9296,
};
