import { advertises, namesAvailability, pointsBack, setsScene, statesFinding } from "../citations/sentence-kinds.ts";
import type { Paper } from "../domain/paper.ts";
import type { StoredSentence } from "../ports/corpus-store.ts";
import { dotProduct } from "../util/vectors.ts";

/** What a sentence gains that states a finding, and loses that sets the scene, or can't stand alone. */
const FINDING_WEIGHT = 0.15;
const SCENE_WEIGHT = 0.12;
const POINTS_BACK_WEIGHT = 0.15;
/** A sentence that says what the paper brings represents it best. */
const PRESENTS =
  /\b(?:we|this (?:paper|work)|paper) (?:\w+ly )?(?:propose|present|introduce|develop|show|find|demonstrate|make the|prove|argue|reveal|establish|identify)s?\b/iu;
const PRESENTS_WEIGHT = 0.15;
/** A beginning that only leads up to something, or adds to what was said. */
const LEADS_UP =
  /^(?:while|although|though|despite|besides|due to|on a|using|with|compared|for example|for instance|through|finally|also|we also|we compare|we further|extensive|experiments?|experimental|code)\b/iu;
const LEADS_UP_WEIGHT = 0.1;
/** Characters from which on a sentence is long, and what each hundred beyond costs. */
const LONG = 260;
const LENGTH_WEIGHT = 0.08;
const AVAILABILITY_WEIGHT = 1;

/**
 * The sentences of an abstract that tell best what the paper found or made, word for word: at most `most`, in the order of
 * the abstract; none where there is no abstract.
 *
 * @param towards what the sentences should be close to: the paper's own middle, or a topic; unit length
 */
export function representPaper(
  paper: Pick<Paper, "abstract">,
  sentences: readonly StoredSentence[],
  towards: Float32Array,
  most: number,
): { readonly quotes: readonly string[]; readonly best: string } {
  const valued = sentences.map(({ start, end, vector }) => {
    const text = paper.abstract.slice(start, end);
    const value =
      dotProduct(vector, towards) +
      (statesFinding(text) ? FINDING_WEIGHT : 0) -
      (setsScene(text) || advertises(text) ? SCENE_WEIGHT : 0) +
      (PRESENTS.test(text) ? PRESENTS_WEIGHT : 0) -
      (LEADS_UP.test(text) ? LEADS_UP_WEIGHT : 0) -
      (pointsBack(text) ? POINTS_BACK_WEIGHT : 0) -
      (namesAvailability(text) ? AVAILABILITY_WEIGHT : 0) -
      (LENGTH_WEIGHT * Math.max(0, text.length - LONG)) / 100;
    return { text, start, value };
  });
  const chosen = valued.toSorted((a, b) => b.value - a.value).slice(0, most);
  return {
    quotes: chosen.toSorted((a, b) => a.start - b.start).map(({ text }) => text),
    best: chosen[0]?.text ?? "",
  };
}
