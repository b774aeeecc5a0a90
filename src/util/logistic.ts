/** The logistic function: any figure as a probability, 0.5 for 0. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
