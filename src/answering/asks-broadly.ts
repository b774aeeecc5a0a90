const KINDS = "papers?|works?|methods?|approaches|studies|techniques|ways|results|findings";

/** Ways of asking for what several papers say, and not for one finding. */
const BROAD = [
  new RegExp(`\\b(?:which|what) (?:${KINDS})\\b`, "iu"),
  /^what (?:do we know|is known|has been|have|are|explains|causes|affects|influences|determines|does the literature)\b/iu,
  /^when (?:is|are|do|does|can)\b/iu,
  /^how (?:do|does|did|are|is|can|could|have|has|should)\b/iu,
  /\bways (?:to|of)\b/iu,
  /^(?:list|name|summari[sz]e|survey)\b|\b(?:overview|survey) of\b/iu,
];

/** True for an English question that several papers may answer together: “which works …”, “how can …”, “ways to …”. */
export function asksBroadly(question: string): boolean {
  return BROAD.some((pattern) => pattern.test(question.trim()));
}
