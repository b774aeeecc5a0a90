/** Written by `npm run fit-citing`; do not edit. */
export const CITE_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  alone: {
    bias: 2.0671,
    below: -9.7245,
    step: 1.3561,
    drop: 5.7898,
  },
  inContext: {
    bias: 0.3585,
    below: -9.8668,
    step: 5.035,
    drop: 6.0386,
  },
};
