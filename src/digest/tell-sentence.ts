import { pointsBack, setsScene, statesFinding } from "../citations/sentence-kinds.ts";
import type { Paper } from "../domain/paper.ts";
import type { StoredSentence } from "../ports/corpus-store.ts";
import { dotProduct } from "../util/vectors.ts";

/** What a sentence gains that states a finding, and loses that sets the scene, or can't stand alone. */
const FINDING_WEIGHT = 0.15;
const SCENE_WEIGHT = 0.12;
const POINTS_BACK_WEIGHT = 0.15;
/** A sentence that says what the paper brings is what a digest is for. */
const PRESENTS =
  /\b(?:we|this (?:paper|work)|paper) (?:\w+ly )?(?:propose|present|introduce|develop|show|find|demonstrate)s?\b/iu;
const PRESENTS_WEIGHT = 0.15;
/** A beginning that only leads up to something. */
const LEADS_UP = /^(?:while|although|though|despite|besides|due to|on a|using|with)\b/iu;
const LEADS_UP_WEIGHT = 0.1;
/** Characters from which on a sentence is long for a digest, and what each hundred beyond costs. */
const LONG = 260;
const LENGTH_WEIGHT = 0.08;

/**
 * The sentence of an abstract that tells best what the paper found or made, word for word; empty where there is no
 * abstract.
 *
 * @param towards what the sentence should be close to: the paper's own middle, or a topic; unit length
 */
export function tellSentence(
  paper: Pick<Paper, "abstract">,
  sentences: readonly StoredSentence[],
  towards: Float32Array,
): string {
  let best = { text: "", value: Number.NEGATIVE_INFINITY };
  for (const { start, end, vector } of sentences) {
    const text = paper.abstract.slice(start, end);
    const value =
      dotProduct(vector, towards) +
      (statesFinding(text) ? FINDING_WEIGHT : 0) -
      (setsScene(text) ? SCENE_WEIGHT : 0) +
      (PRESENTS.test(text) ? PRESENTS_WEIGHT : 0) -
      (LEADS_UP.test(text) ? LEADS_UP_WEIGHT : 0) -
      (pointsBack(text) ? POINTS_BACK_WEIGHT : 0) -
      (LENGTH_WEIGHT * Math.max(0, text.length - LONG)) / 100;
    if (value > best.value) best = { text, value };
  }
  return best.text;
}
