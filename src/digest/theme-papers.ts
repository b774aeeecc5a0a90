import { agnes } from "ml-hclust";
import { dotProduct, meanVector } from "../util/vectors.ts";

/** A paper as it is grouped: how much it is wanted, and where it lies. */
export interface Placed {
  readonly interest: number;
  /** Unit length. */
  readonly vector: Float32Array;
}

export interface ThemeOptions {
  readonly mostThemes: number;
  readonly leastPapers: number;
  readonly mostPapers: number;
  /** Papers of all themes together. */
  readonly mostInAll: number;
  /** Share of interest against difference from what is chosen already, when papers of one theme are picked. */
  readonly interestShare: number;
}

export const THEME_OPTIONS: ThemeOptions = {
  mostThemes: 5,
  leastPapers: 3,
  mostPapers: 6,
  mostInAll: 20,
  interestShare: 0.7,
};

/** Grouping compares all with all; of more papers only the most wanted are grouped. */
const MOST_GROUPED = 160;
/** So many of the most wanted papers should be seen, whether they belong to a group or not. */
const MUCH_WANTED = 10;

/** Papers that belong together. */
export interface ThemedPapers<P> {
  /** Those to show, most wanted first. */
  readonly shown: readonly P[];
  /** All of the group; null for what is wanted, but belongs to no group. */
  readonly group: readonly P[] | null;
}

/**
 * Groups papers by how near they are to each other (average linkage), keeps the groups with the most wanted papers, and
 * picks from each by interest and variety (maximal marginal relevance; Carbonell and Goldstein, 1998). What is wanted
 * most and belongs to no group comes last. Fewer papers than make two themes are one.
 */
export function themePapers<P extends Placed>(
  papers: readonly P[],
  options: ThemeOptions = THEME_OPTIONS,
): ThemedPapers<P>[] {
  const { mostThemes, leastPapers, mostPapers, mostInAll, interestShare } = options;
  const wanted = papers.toSorted((a, b) => b.interest - a.interest).slice(0, MOST_GROUPED);
  const groups = groupsOf(wanted, options)
    .map((group) => ({ group, weight: weightOf(group, leastPapers) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ group }) => group);
  const grouped = new Set(groups.slice(0, mostThemes).flat());
  const most = wanted.slice(0, MUCH_WANTED).filter(({ interest }) => interest > 0);
  const missed = most.filter((paper) => !grouped.has(paper));
  const withRest = missed.length >= leastPapers;
  const kept = groups.slice(0, withRest ? mostThemes - 1 : mostThemes);
  const themes = kept.length + (withRest ? 1 : 0);
  const each = Math.min(mostPapers, Math.max(leastPapers, Math.floor(mostInAll / Math.max(1, themes))));
  const shown = kept.map((group) => ({ shown: pickVaried(group, each, interestShare), group }));
  if (!withRest) return shown;
  const inThemes = new Set(kept.flat());
  const rest = most.filter((paper) => !inThemes.has(paper));
  return [...shown, { shown: rest.slice(0, each), group: null }];
}

function groupsOf<P extends Placed>(
  papers: readonly P[],
  { leastPapers, mostPapers, mostThemes }: ThemeOptions,
): P[][] {
  if (papers.length < 2 * leastPapers) return papers.length === 0 ? [] : [[...papers]];
  const tree = agnes([...papers], {
    method: "average",
    distanceFunction: (a, b) => 1 - dotProduct(a.vector, b.vector),
  });
  // The finest cut whose largest groups still fill a digest: the groups are then as tight as they can be.
  let best: { groups: number[][]; value: number } | undefined;
  for (let count = 2; count <= papers.length / leastPapers; count += 1) {
    const groups = tree.group(count).children.map((child) => child.indices());
    const sizes = groups.map((group) => Math.min(mostPapers, group.length)).sort((a, b) => b - a);
    const value = sizes.slice(0, mostThemes).reduce((sum, size) => sum + (size >= leastPapers ? size : 0), 0);
    if (best === undefined || value >= best.value) best = { groups, value };
  }
  const groups = (best?.groups ?? []).map((indices) => indices.flatMap((index) => papers[index] ?? []));
  // With papers to spare, those that stand alone are left out rather than put where they don't belong.
  const large = groups.filter((group) => group.length >= leastPapers);
  return large.length >= mostThemes ? large : mergeSmall(groups, leastPapers);
}

/** Joins each group that is too small, the smallest first, with the one whose middle is nearest. */
function mergeSmall<P extends Placed>(groups: P[][], leastPapers: number): P[][] {
  const merged = groups.map((papers) => ({ papers, middle: meanVector(papers.map(({ vector }) => vector)) }));
  for (;;) {
    merged.sort((a, b) => a.papers.length - b.papers.length);
    const [smallest, ...others] = merged;
    if (smallest === undefined || smallest.papers.length >= leastPapers || others.length === 0) break;
    const nearness = ({ middle }: (typeof merged)[number]) =>
      middle === null || smallest.middle === null ? -1 : dotProduct(middle, smallest.middle);
    const [nearest] = others.toSorted((a, b) => nearness(b) - nearness(a));
    if (nearest === undefined) break;
    merged.shift();
    nearest.papers = [...nearest.papers, ...smallest.papers];
    nearest.middle = meanVector(nearest.papers.map(({ vector }) => vector));
  }
  return merged.map(({ papers }) => papers);
}

/** A group counts by its most wanted papers, and by how close they are to each other. */
function weightOf(group: readonly Placed[], leastPapers: number): number {
  const first = group.toSorted((a, b) => b.interest - a.interest).slice(0, leastPapers);
  const interest = first.reduce((sum, paper) => sum + paper.interest, 0) / Math.max(1, first.length);
  const middle = meanVector(group.map(({ vector }) => vector));
  const closeness =
    middle === null ? 0 : group.reduce((sum, { vector }) => sum + dotProduct(vector, middle), 0) / group.length;
  return interest + closeness;
}

function pickVaried<P extends Placed>(group: readonly P[], count: number, interestShare: number): P[] {
  const left = new Set(group);
  const chosen: P[] = [];
  while (chosen.length < count && left.size > 0) {
    let best: { paper: P; value: number } | undefined;
    for (const paper of left) {
      const nearest = chosen.reduce((most, other) => Math.max(most, dotProduct(paper.vector, other.vector)), 0);
      const value = interestShare * paper.interest - (1 - interestShare) * nearest;
      if (best === undefined || value > best.value) best = { paper, value };
    }
    if (best === undefined) break;
    chosen.push(best.paper);
    left.delete(best.paper);
  }
  return chosen;
}
