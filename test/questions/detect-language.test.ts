import { describe, expect, it } from "vitest";
import { detectLanguage, type LanguageCode } from "../../src/questions/detect-language.ts";

describe("detectLanguage", () => {
  it.each<[string, LanguageCode]>([
    ["Was erklärt Grokking in neuronalen Netzen?", "de"],
    ["Was ist LoRA?", "de"],
    ["Was verhindert Grokking?", "de"],
    ["Wie funktioniert Adam?", "de"],
    ["¿Cómo ahorra memoria Adafactor frente a Adam?", "es"],
    ["Qu'est-ce que LoRA ?", "fr"],
    ["Quelle est la loi d’échelle", "fr"],
    ["Che cos'è il dropout?", "it"],
    ["Como o Hyperband acelera a busca de hiperparâmetros?", "pt"],
    ["LoRA を複数のタスクで共有する方法は?", "ja"],
    ["什么是 Sharpness-Aware Minimization (SAM)?", "zh"],
    ["Adam 옵티마이저는 무엇인가요?", "ko"],
    ["Как работает Adam?", "ru"],
  ])("takes %j for %s", (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each([
    "What explains grokking?",
    "SAM flat minima",
    "wat explanes groking in smal networks",
    "lora dropout overfiting",
    "μP transfer",
    "Adam: a method for stochastic optimization",
    "no regularization as in Adam e.g. SGD",
    "Was dropout used early?",
    "Was LoRA tested on GPT?",
    "Tensor Programs IVb",
    "x",
  ])("leaves %j English", (text) => {
    expect(detectLanguage(text)).toBe("en");
  });
});
