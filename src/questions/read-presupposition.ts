const OUTRIGHT =
  /^(?:since|because|given(?: that)?|as(?! (?:an?|of|for|in|part|with|to|per|well)\b)|considering(?: that)?|knowing that|now that|seeing (?:that|as)|assuming(?: that)?)\s+(?<premise>[^\s,][^,]{7,}),/iu;
const SUPPOSED = /^if\s+(?<premise>[^\s,][^,]{7,}),/iu;
/** What stands between a statement and what is asked about it: “X does Y. How?”, “X does Y, so how …?” */
const THEN_ASKED =
  /(?:[.!]\s{1,8}|[,;]?\s{1,8}so\s{1,8})(?:and\s{1,8})?(?:how|what|why|which|who|when|where|does|do|did|is|are|can|should)\b/iu;
const SHORTEST_STATEMENT = 8;
/** “Why does it help or hurt?” takes neither for granted. */
const IMPLIED =
  /^(?!.*\bor\b)(?:why\s+(?:does|do|did|is|are|was|were|has|have|can|could|would|should)|how come|how\s+(?:does|do|did))\s+(?<premise>\S.{7,}?)\??$/iu;

/** The clause of a question that is taken for granted: what follows “since”, “why does”, “how does”. Null for none. */
export function readPresupposition(question: string): string | null {
  const text = question.trim();
  const premiseIn = (pattern: RegExp) => pattern.exec(text)?.groups?.["premise"];
  return premiseIn(OUTRIGHT) ?? premiseIn(SUPPOSED) ?? statedIn(text) ?? premiseIn(IMPLIED) ?? null;
}

/** The statement in front of the question that a text ends in. The question begins at the last full stop or behind it. */
function statedIn(text: string): string | undefined {
  if (!text.endsWith("?")) return undefined;
  const start = Math.max(SHORTEST_STATEMENT, text.lastIndexOf("."));
  const asked = text.slice(start).search(THEN_ASKED);
  return asked === -1 ? undefined : text.slice(0, start + asked);
}
