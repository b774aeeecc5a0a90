/** Written by `npm run fit-answerability`; do not edit. */
export const ANSWERABILITY_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  related: {
    bias: -10.3228,
    sentence: 13.0862,
    chunk: 11.2213,
    coverage: 2.3465,
    from: 0.5342,
  },
  answered: {
    bias: -8.2791,
    sentence: 7.4462,
    chunk: 1.2585,
    coverage: 7.0722,
    from: 0.3385,
  },
};
