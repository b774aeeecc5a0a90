import type { QuestionKind } from "../domain/question.ts";

/** What a sentence does in an abstract. */
export const SENTENCE_ROLES = ["motivation", "method", "result", "conclusion", "availability"] as const;
export type SentenceRole = (typeof SENTENCE_ROLES)[number];
export type RoleProbabilities = Readonly<Record<SentenceRole, number>>;

const PROPOSES =
  /\b(?:we|this (?:paper|work|article)|our (?:method|approach|framework)) (?:\w+ly |also |further |then |thus |first )?(?:propose|introduce|present|develop|design|describe|study|consider|investigate|formulate|apply|use|build|construct|derive|analy[sz]e)s?\b/iu;
const FINDS =
  /\b(?:we|results?|experiments?|evaluations?|findings?|analysis|simulations?) (?:\w+ly |also |further |then |thus )?(?:show|find|demonstrate|prove|observe|reveal|establish|identify|discover|indicate|confirm|achieve|outperform|obtain|report|verify|validate)(?:s|ed)?\b|\b(?:outperforms?|achieves?|state-of-the-art|significantly|improv(?:es|ing|ement) (?:over|by|upon))\b/iu;
const CHALLENGES =
  /\b(?:however|although|despite|while|challeng\w+|remains?|lack|limited|little is known|unclear|poorly|difficult|problem)\b/iu;
const CONCLUDES =
  /\b(?:suggests?|overall|conclude|conclusion|implications?|in summary|together|insights?|our (?:work|findings))\b/iu;

/**
 * Weights of a softmax regression, a row for each feature and a column for each role, fitted on 13,978 sentences of
 * arXiv abstracts whose roles were told by machine-written one-sentence summaries; .69 accuracy on CSFCube's labelled
 * sentences, where the most frequent role has .46.
 */
const WEIGHTS: readonly (readonly number[])[] = [
  [-2.319, 1.109, 1.672, -0.419, -0.043],
  [-1.962, 0.375, 1.614, -0.225, 0.198],
  [1.444, -2.454, -0.469, 0.118, 1.362],
  [0.347, -0.767, 0.32, -0.087, 0.187],
  [0.122, 0.329, -0.308, -0.397, 0.255],
  [0.141, -0.551, -0.483, 0.722, 0.172],
  [0.091, 0.104, -0.114, 0.017, -0.098],
  [-1.545, 0.896, 0.006, 0.92, -0.278],
  [-0.248, -0.597, 1.061, -0.044, -0.172],
  [1.004, -0.801, -0.123, -0.038, -0.042],
  [-0.736, -0.039, 0.714, -0.538, 0.599],
  [0.157, -0.387, 0.07, 0.717, -0.557],
];
const BIAS: readonly number[] = [1.352, 0.771, -1.687, 0.618, -1.054];

/** How probable each role is for a sentence, by its place among `count` sentences and its wording. Sums to 1. */
export function rolesOf(sentence: string, index: number, count: number): RoleProbabilities {
  const place = count > 1 ? index / (count - 1) : 0.5;
  const features = [
    place,
    place * place,
    Math.abs(place - 0.5),
    Number(index === 0),
    Number(index === 1),
    Number(index === count - 1),
    Number(index === count - 2),
    Number(PROPOSES.test(sentence)),
    Number(FINDS.test(sentence)),
    Number(CHALLENGES.test(sentence)),
    Number(/\d/u.test(sentence)),
    Number(CONCLUDES.test(sentence)),
  ];
  const margins = BIAS.map((bias, role) =>
    features.reduce((sum, value, at) => sum + value * (WEIGHTS[at]?.[role] ?? 0), bias),
  );
  const highest = Math.max(...margins);
  const raw = margins.map((margin) => Math.exp(margin - highest));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const probability = (role: SentenceRole) => (raw[SENTENCE_ROLES.indexOf(role)] ?? 0) / total;
  return {
    motivation: probability("motivation"),
    method: probability("method"),
    result: probability("result"),
    conclusion: probability("conclusion"),
    availability: probability("availability"),
  };
}

/** Roles that answer a kind of question, −1 to 1 each; set by hand, see docs/tuning.md. */
const WANTED: Partial<Record<QuestionKind, Partial<Record<SentenceRole, number>>>> = {
  definition: { motivation: 0.3, method: 0.5 },
  mechanism: { method: 1, result: 0.2, motivation: -0.3 },
  number: { result: 0.8, method: 0.3 },
  why: { result: 0.7, conclusion: 0.5, method: 0.2, motivation: -0.1 },
  "yes-no": { result: 0.8, conclusion: 0.7 },
  comparison: { result: 0.6, method: 0.4, conclusion: 0.3 },
  opinion: { result: 0.8, conclusion: 0.7 },
  lookup: { method: 0.8, result: 0.7, conclusion: 0.4, motivation: -0.4 },
  list: { method: 0.8, result: 0.6, conclusion: 0.3, motivation: -0.3 },
  summary: { result: 0.8, method: 0.6, conclusion: 0.5, motivation: -0.4 },
};
const WANTED_OTHERWISE: Partial<Record<SentenceRole, number>> = { result: 0.5, method: 0.3, conclusion: 0.4 };

/** How well a sentence of some roles suits a kind of question: about −1 to 1. */
export function roleFits(roles: RoleProbabilities, kind: QuestionKind): number {
  const wanted = WANTED[kind] ?? WANTED_OTHERWISE;
  return SENTENCE_ROLES.reduce((sum, role) => sum + (wanted[role] ?? 0) * roles[role], 0) - roles.availability;
}
