const STATES_FINDING =
  /\b(?:we (?:\w+ly |also |further |then |thus )?(?:show|find|demonstrate|prove|argue|propose|introduce|present|observe|reveal|establish|identify|discover|develop|derive|conclude|provide)|our (?:results|analysis|findings|experiments|method|approach|theory|key)|results? (?:show|suggest|indicate|demonstrate|reveal)|(?:due|attributed) to|caused by|because)\b/iu;
const SETS_SCENE =
  /\b(?:remains? (?:unclear|unknown|elusive|poorly|largely|an open)|not (?:well|fully|yet) understood|poorly understood|little is known|in recent years|recently|(?:have|has) (?:attracted|gained|become|emerged)|(?:is|are) (?:one of|an important|a fundamental)|typically|challenging|open (?:question|problem))\b/iu;
const ADVERTISES =
  /\b(?:new|novel|valuable|important|deeper) insights?\b|\bsheds? (?:new )?light\b|\bpav(?:es?|ing) the way\b|\b(?:is|are|will be) (?:publicly |made )*available\b|\bgithub\b|\bwe (?:firmly )?(?:hope|believe)\b|\bfuture (?:work|research|studies|directions)\b|\bpromising direction\b/iu;
const POINTS_BACK =
  /^(?:this|these|those|such|it|its|they|their|however|moreover|furthermore|additionally|in addition|also|thus|therefore|hence|consequently|as a result|specifically|in particular|instead|then|similarly|conversely|that|for (?:this|that|these)|to (?:this|that) end|under (?:this|such|these)|with (?:this|these)|based on (?:this|these)|(?:motivated|inspired) by (?:this|these)|in (?:this (?:setting|regime|case|way|view)|contrast))\b/iu;

/** A sentence that states what was found or done. */
export function statesFinding(sentence: string): boolean {
  return STATES_FINDING.test(sentence);
}

/** A sentence that only says why the subject is worth a paper. */
export function setsScene(sentence: string): boolean {
  return SETS_SCENE.test(sentence);
}

/** A sentence that only says what the work may be good for, or where its code lies. */
export function advertises(sentence: string): boolean {
  return ADVERTISES.test(sentence);
}

/** A sentence whose opening points back at the one before. */
export function pointsBack(sentence: string): boolean {
  return POINTS_BACK.test(sentence);
}
