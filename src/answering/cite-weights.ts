/** Written by `npm run fit-citing`; do not edit. */
export const CITE_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  alone: {
    bias: -0.1083,
    below: -9.2278,
    step: 0.9353,
    drop: 11.4404,
  },
  inContext: {
    bias: -0.3639,
    below: -12.273,
    step: 5.095,
    drop: 10.6683,
  },
};
