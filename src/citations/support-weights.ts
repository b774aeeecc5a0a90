/** Written by `npm run fit-support`; do not edit. */
export const SUPPORT_WEIGHTS = {
  embedder: "footnote/minilm-l6-papers",
  bias: -6.6036,
  similarity: 5.2101,
  overlap: 6.2378,
};
