import { expect, it } from "vitest";
import { readPresupposition } from "../../src/questions/read-presupposition.ts";

it.each<[string, string | null]>([
  ["Since pruning hurts networks, why do it?", "pruning hurts networks"],
  ["Given that warmup is free, who needs it?", "warmup is free"],
  ["If pruning hurts networks, why do it?", "pruning hurts networks"],
  ["Pruning hurts networks. Why do it?", "Pruning hurts networks"],
  ["Pruning hurts networks, so why do it?", "Pruning hurts networks"],
  ["Why does pruning hurt networks?", "pruning hurt networks"],
  ["How does pruning hurt networks?", "pruning hurt networks"],
  ["As a regulariser for networks, does pruning help?", null],
  ["Why does pruning help or hurt networks?", null],
  ["How can pruning help networks?", null],
  ["What explains grokking?", null],
  ["", null],
])("%j takes for granted: %j", (question, presupposition) => {
  expect(readPresupposition(question)).toBe(presupposition);
});
