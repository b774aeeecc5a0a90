const OUTRIGHT =
  /^(?:since|because|given(?: that)?|as(?! (?:an?|of|for|in|part|with|to|per|well)\b)|considering(?: that)?|knowing that|now that|seeing (?:that|as)|assuming(?: that)?)\s+(?<premise>[^\s,][^,]{7,}),/iu;
const SUPPOSED = /^if\s+(?<premise>[^\s,][^,]{7,}),/iu;
/** A statement, then what is asked about it: “X does Y. How?”, “X does Y, so how …?” */
const STATED =
  /^(?<premise>.{8,2000}?)(?:[.!]\s{1,8}|[,;]?\s{1,8}so\s{1,8})(?:and\s{1,8})?(?:how|what|why|which|who|when|where|does|do|did|is|are|can|should)\b[^.]*\?$/iu;
/** “Why does it help or hurt?” takes neither for granted. */
const IMPLIED =
  /^(?!.*\bor\b)(?:why\s+(?:does|do|did|is|are|was|were|has|have|can|could|would|should)|how come|how\s+(?:does|do|did))\s+(?<premise>\S.{7,}?)\??$/iu;

/** The clause of a question that is taken for granted: what follows “since”, “why does”, “how does”. Null for none. */
export function readPresupposition(question: string): string | null {
  const text = question.trim();
  for (const pattern of [OUTRIGHT, SUPPOSED, STATED, IMPLIED]) {
    const premise = pattern.exec(text)?.groups?.["premise"];
    if (premise !== undefined) return premise;
  }
  return null;
}
