import { describe, expect, it } from "vitest";
import type { PaperOrder, QuestionKind } from "../../src/domain/question.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { detectLanguage, type LanguageCode } from "../../src/questions/detect-language.ts";
import { interpretQuestion } from "../../src/questions/interpret-question.ts";
import { readForeignQuestion } from "../../src/questions/read-foreign-question.ts";
import { createTitleIndex } from "../../src/retrieval/titles.ts";
import { titledPaper } from "../support/titled-paper.ts";

const papers = [
  titledPaper("grokfast", "Grokfast: Accelerated Grokking by Amplifying Slow Gradients"),
  titledPaper("teachers", "Random Teachers are Good Teachers"),
  titledPaper("hyperband", "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization"),
];
const names = await createTitleIndex(papers);
const vocabulary = await countVocabulary(
  (async function* () {
    yield papers.map(({ title }) => ({ title, abstract: "We study pruning, LoRA, dropout and scaling laws." }));
  })(),
);
const rules = { names, vocabulary, now: new Date("2026-11-22T12:00:00Z") };

/** A message as it is read where there is no language model. */
function read(message: string) {
  const language = detectLanguage(message);
  const own = interpretQuestion(message, [], rules);
  const foreign = readForeignQuestion(message, language, vocabulary);
  return { language, own, foreign, again: interpretQuestion(foreign.text, [], rules) };
}

describe("small talk in other languages", () => {
  it.each<[string, LanguageCode, QuestionKind]>([
    ["Hallöchen zusammen", "de", "greeting"],
    ["Moin moin!", "de", "greeting"],
    ["Guten Abend, wie geht es dir?", "de", "greeting"],
    ["Hi, alles klar bei dir?", "de", "greeting"],
    ["Tausend Dank für deine Hilfe", "de", "thanks"],
    ["Ich danke dir", "de", "thanks"],
    ["Super, danke schön!", "de", "thanks"],
    ["Tschüss und bis bald", "de", "thanks"],
    ["Wobei kannst du mir helfen?", "de", "help"],
    ["Wie funktionierst du?", "de", "help"],
    ["Hey, wer bist du denn?", "de", "help"],
    ["Salut, ça va ?", "fr", "greeting"],
    ["Bonsoir à tous", "fr", "greeting"],
    ["Coucou ! Comment vas-tu ?", "fr", "greeting"],
    ["Un grand merci pour votre aide", "fr", "thanks"],
    ["Merci infiniment", "fr", "thanks"],
    ["C'est parfait, merci", "fr", "thanks"],
    ["Au revoir !", "fr", "thanks"],
    ["Tu peux m'aider ?", "fr", "help"],
    ["Qu'est-ce que tu sais faire ?", "fr", "help"],
    ["Comment ça marche ?", "fr", "help"],
    ["Buenas tardes, ¿qué tal?", "es", "greeting"],
    ["hola buenas", "es", "greeting"],
    ["Mil gracias por todo", "es", "thanks"],
    ["te lo agradezco mucho", "es", "thanks"],
    ["Genial, gracias", "es", "thanks"],
    ["hasta luego", "es", "thanks"],
    ["¿Me puedes ayudar?", "es", "help"],
    ["¿Para qué sirves?", "es", "help"],
    ["¿quién eres?", "es", "help"],
    ["Boa noite, como vai?", "pt", "greeting"],
    ["Oi, tudo bom?", "pt", "greeting"],
    ["Muito obrigado pela ajuda", "pt", "thanks"],
    ["Valeu!", "pt", "thanks"],
    ["Até logo, obrigada", "pt", "thanks"],
    ["O que você sabe fazer?", "pt", "help"],
    ["Você pode me ajudar?", "pt", "help"],
    ["Como você funciona?", "pt", "help"],
    ["こんにちは、元気ですか？", "ja", "greeting"],
    ["おはよう！", "ja", "greeting"],
    ["どうもありがとうございました", "ja", "thanks"],
    ["助かりました、ありがとう", "ja", "thanks"],
    ["何ができるの？", "ja", "help"],
    ["使い方を教えてください", "ja", "help"],
    ["你好，最近怎么样？", "zh", "greeting"],
    ["早上好！", "zh", "greeting"],
    ["非常感谢你的帮助", "zh", "thanks"],
    ["谢谢，再见", "zh", "thanks"],
    ["你可以做什么？", "zh", "help"],
    ["怎么使用你？", "zh", "help"],
  ])("reads %j (%s)", (message, language, kind) => {
    expect([detectLanguage(message), interpretQuestion(message, [], rules).kind]).toEqual([language, kind]);
  });
});

interface Asked {
  readonly topic?: string | null;
  readonly named?: string;
  readonly order?: PaperOrder;
  readonly count?: number;
}

describe("requests for what is known of papers in other languages", () => {
  it.each<[string, LanguageCode, QuestionKind, Asked?]>([
    ["Von wem ist Grokfast?", "de", "author", { named: "grokfast" }],
    ["Wer sind die Autoren von Hyperband?", "de", "author", { named: "hyperband" }],
    ["Qui a écrit « Random Teachers are Good Teachers » ?", "fr", "author", { named: "teachers" }],
    ["Qui sont les auteurs de Grokfast ?", "fr", "author", { named: "grokfast" }],
    ["¿Quiénes son los autores de Hyperband?", "es", "author", { named: "hyperband" }],
    ["Quem escreveu Grokfast?", "pt", "author", { named: "grokfast" }],
    ["Grokfastを書いたのは誰ですか？", "ja", "author", { named: "grokfast" }],
    ["Grokfast 的作者是谁？", "zh", "author", { named: "grokfast" }],
    ["Wann ist Grokfast erschienen?", "de", "date", { named: "grokfast" }],
    ["Quand Hyperband a-t-il été publié ?", "fr", "date", { named: "hyperband" }],
    ["¿Cuándo se publicó Grokfast?", "es", "date", { named: "grokfast" }],
    ["Quando foi publicado o Hyperband?", "pt", "date", { named: "hyperband" }],
    ["Grokfast はいつ発表されましたか", "ja", "date", { named: "grokfast" }],
    ["Grokfast 是什么时候发表的？", "zh", "date", { named: "grokfast" }],
    ["Wie viele Arbeiten gibt es zu Dropout?", "de", "count", { topic: "Dropout" }],
    ["Wie viele Artikel kennst du?", "de", "corpus"],
    ["Combien d'articles parlent d'élagage ?", "fr", "count", { topic: "pruning" }],
    ["Combien d'articles avez-vous ?", "fr", "corpus"],
    ["¿Cuántos trabajos tratan sobre LoRA?", "es", "count", { topic: "LoRA" }],
    ["Quantos artigos existem sobre dropout?", "pt", "count", { topic: "dropout" }],
    ["LoRAに関する論文は何本ありますか？", "ja", "count", { topic: "LoRA" }],
    ["关于剪枝的论文有多少篇？", "zh", "count", { topic: "pruning" }],
    ["一共有几篇论文？", "zh", "corpus"],
    ["Zeig mir die neuesten Paper", "de", "list", { order: "newest", topic: null }],
    ["Welche Arbeiten sind die ältesten?", "de", "list", { order: "oldest", topic: null }],
    ["Les derniers articles sur LoRA", "fr", "list", { order: "newest", topic: "LoRA" }],
    ["¿Cuáles son los artículos más antiguos?", "es", "list", { order: "oldest", topic: null }],
    ["Quais são os artigos mais recentes sobre dropout?", "pt", "list", { order: "newest", topic: "dropout" }],
    ["最新の論文を見せて", "ja", "list", { order: "newest", topic: null }],
    ["最早的论文有哪些？", "zh", "list", { order: "oldest", topic: null }],
    ["Nenne mir fünf Arbeiten über Dropout", "de", "list", { count: 5, topic: "Dropout" }],
    ["Donne-moi deux papiers sur l'élagage", "fr", "list", { count: 2, topic: "pruning" }],
    ["Recomiéndame cuatro artículos sobre la poda", "es", "list", { count: 4, topic: "pruning" }],
    ["Me mostre 3 artigos sobre dropout", "pt", "list", { count: 3, topic: "dropout" }],
    ["枝刈りの論文を3本教えて", "ja", "list", { count: 3, topic: "pruning" }],
    ["推荐三篇关于剪枝的论文", "zh", "list", { count: 3, topic: "pruning" }],
    ["Fass Hyperband bitte zusammen", "de", "summary", { named: "hyperband" }],
    ["Résume-moi l'article Grokfast", "fr", "summary", { named: "grokfast" }],
    ["Resume el artículo Grokfast", "es", "summary", { named: "grokfast" }],
    ["Faça um resumo do artigo Hyperband", "pt", "summary", { named: "hyperband" }],
    ["Grokfast を要約してください", "ja", "summary", { named: "grokfast" }],
    ["总结一下 Grokfast 这篇论文", "zh", "summary", { named: "grokfast" }],
  ])("reads %j (%s)", (message, language, kind, { topic, named, order, count } = {}) => {
    const { language: found, own, foreign, again } = read(message);
    for (const reading of [own, { ...again, kind: foreign.kind === "other" ? again.kind : foreign.kind }]) {
      expect([found, reading.kind], message).toEqual([language, kind]);
      if (topic !== undefined) expect(reading.topic).toBe(topic);
      if (named !== undefined) expect(reading.named).toBe(named);
      if (order !== undefined) expect(reading.order).toBe(order);
      if (count !== undefined) expect(reading.count).toBe(count);
    }
  });
});

describe("what is no other language", () => {
  it.each([
    "https://github.com/karpathy/nanoGPT",
    "https://www.youtube.com/watch?v=kCc8FmEb1nY",
    "see https://de.wikipedia.org/wiki/Das_und_der_die for more",
    "www.exemplo.com.br/os/artigos",
    "`for i in os.listdir(): print(i, em, de)`",
    "```python\nimport os\nos.path.join(a, b)\n```",
    "karpathy@exemplo.com.br",
    "@dos.santos",
    "Who wrote Grokfast?",
    "List three papers on pruning",
    "hat matrix resume",
  ])("leaves %j English", (message) => {
    expect(detectLanguage(message)).toBe("en");
  });
});
