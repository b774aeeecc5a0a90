import { expect, it } from "vitest";
import { withoutCourtesies } from "../../src/questions/question-patterns.ts";

it.each([
  ["Hi, could you please explain grokking?", "explain grokking"],
  ["ok different question: whats NTK", "what is NTK"],
  ["i'd like to know why it doesnt help, thanks!", "why it doesn't help"],
  ["do you know who wrote it?", "who wrote it"],
  ["does anyone know how to prune", "how to prune"],
  ["hello", "hello"],
  ["", ""],
])("%j without courtesies is %j", (text, bare) => {
  expect(withoutCourtesies(text)).toBe(bare);
});
