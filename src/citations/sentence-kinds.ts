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

/** “We term this phenomenon …”: short, and nothing without what comes before. */
const NAMES_WHAT_CAME =
  /\b(?:term(?:ed)?|call(?:ed)?|dub(?:bed)?|refer(?:red)? to|coin(?:ed)?|name(?:d)?) (?:this|it|that|these|them)\b|\bthis (?:phenomenon|effect|behaviou?r|problem|issue|setting|property)\b/iu;
const SHORT_SENTENCE = 140;

/** A sentence that says little without the one before: its opening, or a short one's subject, points back at that. */
export function pointsBack(sentence: string): boolean {
  return POINTS_BACK.test(sentence) || (sentence.length < SHORT_SENTENCE && NAMES_WHAT_CAME.test(sentence));
}

const AVAILABILITY =
  /\b(?:code|source|data|datasets?|models?|weights|implementation|project page|demo|checkpoints?|repository|scripts?|library|package)s?\b[^.]{0,80}\b(?:available|released?|open[- ]?sourced?|public(?:ly)?|found|accessible|hosted)\b|\b(?:available|released?|found|accessible) (?:at|on|under|from|here|via|in)?\b[^.]{0,20}https?:|https?:\/\/\S+|github\.com|\bwe (?:will )?(?:release|open[- ]?source|make (?:our|the|all)\b[^.]{0,40}\bavailable)/iu;

/** A sentence that says where code or data can be had. It never stands for what a paper says. */
export function namesAvailability(sentence: string): boolean {
  return AVAILABILITY.test(sentence) && sentence.length < LONGEST_NOTICE;
}
/** A longer sentence says something else besides. */
const LONGEST_NOTICE = 400;

/** What has more words than this is no term that a sentence defines. */
const LONGEST_SUBJECT = 8;
const LONGEST_SUBJECT_CHARACTERS = 200;

/** True for a sentence that says what something is: “X is a …”, “X, which …”, “… is called X”, “X (the … of …)”. */
export function defines(sentence: string, subject: string): boolean {
  if (subject.length > LONGEST_SUBJECT_CHARACTERS) return false;
  const words = subject
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  if (words.length === 0 || words.length > LONGEST_SUBJECT) return false;
  const name = words.map((word) => `${escapeForPattern(word.replace(/(?:s|es)$/u, ""))}\\p{L}{0,3}`).join("[\\s-]+");
  const mention = new RegExp(`(?<![\\p{L}\\p{N}])${name}(?: \\([^)]{1,20}\\)|s|["”’])*`, "iu").exec(sentence);
  if (mention === null) return false;
  const before = sentence.slice(0, mention.index);
  const after = sentence.slice(mention.index + mention[0].length);
  // A description with the term behind it in brackets: “a stabilization of the eigenvalue … (edge of stability)”.
  const isInBrackets = before.endsWith("(") && after.startsWith(")");
  return isInBrackets || DEFINED_AFTER.test(after) || DEFINED_BEFORE.test(before);
}

const DEFINED_AFTER =
  /^\s*(?:[–—-]+ |: |\(|, |["”] ?,? ?)?(?:is|are|refers? to|describes?|denotes?|means?|marks?|measures?|consists? of|i\.e\.?|that is|namely|which|where|wherein|in which|whereby|a |an |the (?:phenomenon|process|ability|tendency|problem|practice|task|idea|notion|setting|threshold|point)|occurs?|happens?|states? that|seeks?|aims?|works? by|suggests? that|posits?|shows?|predicts?)\b/iu;
const DEFINED_BEFORE =
  /\b(?:called|termed?|term(?:ed)? (?:this|it|that)|known as|dubbed|named|coined|referred to as|phenomenon (?:of|known as|called)|this (?:phenomenon|effect|behaviou?r) as|(?:propose|introduce|present|develop|define)s?(?: a| an| the)?(?: new| novel| simple)?(?: \w+){0,3}?[,:]?|so-called|notion of|concept of)\s*["“]?$/iu;

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
