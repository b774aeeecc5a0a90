import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const papers = (count: number, written: string) => `${written} ${count < 2 ? "artigo" : "artigos"}`;
const votes = (count: number, written: string) => `${written} ${count < 2 ? "voto" : "votos"}`;

export const pt: AnswerPhrases = {
  quoted: (text) => `“${text}”`,
  greeting: "Olá! Pergunte sobre os artigos deste corpus, e respondo com citações que você pode conferir.",
  thanks: "De nada. Pergunte sempre que quiser.",
  help: "Faça uma pergunta, e respondo a partir de resumos de artigos, com cada frase citada e o artigo indicado. Você também pode citar um artigo ou pedir uma lista, uma visão geral, uma comparação ou artigos de certos anos.",
  newTopic: "Um novo assunto, então. O que você quer saber?",
  forExample: "Por exemplo:",
  example(example) {
    if (example.ask === "lookup") return `O que diz “${example.title}”?`;
    return example.ask === "list"
      ? `Quais artigos tratam de ${example.about}?`
      : `O que se entende por “${example.about}”?`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `Este corpus contém os resumos de ${papers(knowledge.papers, number(knowledge.papers))}, não os textos completos.`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "Nenhum tem data conhecida."
        : `Há data registrada para ${number(knowledge.dated)} deles, de ${date(oldest)} a ${date(newest)}.`,
    );
    const fromSources = [
      ...sources,
      ...(files === 0 ? [] : [`${number(files)} ${files < 2 ? "arquivo salvo" : "arquivos salvos"}`]),
    ];
    if (fromSources.length > 0) sentences.push(`Fontes: ${list(fromSources)}.`);
    if (topics.length > 0) sentences.push(`Temas frequentes: ${list(topics)}.`);
    return sentences.join(" ");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [`de ${authors.length > 4 ? `${authors[0] ?? ""} e outros ${number(authors.length - 1)}` : list(authors)}`]
        : authorCount === null
          ? []
          : [
              `${number(authorCount)} ${authorCount < 2 ? "autor, nome não registrado" : "autores, nomes não registrados"}`,
            ]),
      ...(published === null ? [] : [date(published)]),
    ];
    return known.length === 0 ? `“${title}” (autores e data não registrados)` : `“${title}” (${known.join("; ")})`;
  },
  unknownId: ({ service, id }) =>
    `Nenhum artigo deste corpus está registrado com o ${service === "arxiv" ? "número do arXiv" : "DOI"} ${id}.`,
  noSuchPaper: ({ asked }) =>
    `Nenhum artigo deste corpus se chama “${asked}” nem combina claramente com essa descrição.`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) return `“${paper.title}” é de ${list(paper.authors)}.`;
    const known = `só há nomes de autores para ${number(knowledge.withAuthors)} de ${papers(knowledge.papers, number(knowledge.papers))}.`;
    const none = "nenhum artigo deste corpus tem nomes de autores.";
    const who =
      paper === null ? "Não sei dizer quem escreveu isso" : `Os autores de “${paper.title}” não estão registrados aqui`;
    return `${who}: ${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `Há aqui ${papers(found, number(found))} de ${author}.`;
    return knowledge.withAuthors === 0
      ? `Não sei dizer quais artigos são de ${author}: nenhum artigo deste corpus tem nomes de autores.`
      : `Nenhum artigo aqui está registrado como sendo de ${author}; há nomes de autores para ${number(knowledge.withAuthors)} de ${papers(knowledge.papers, number(knowledge.papers))}.`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `“${paper.title}” é de ${date(paper.published)}${yearKnown ? "" : " (o ano não está registrado)"}.`;
    }
    const known = `só há data para ${number(knowledge.dated)} de ${papers(knowledge.papers, number(knowledge.papers))}.`;
    return paper === null
      ? `Não sei dizer qual é o artigo, e ${known}`
      : `A data de “${paper.title}” não está registrada aqui; ${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `“${title}”: ${published === null ? "data não registrada" : date(published)}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? ` Há data para ${number(knowledge.dated)} de ${papers(knowledge.papers, number(knowledge.papers))}.`
      : "";
    return `${lines.join("; ")}.${unknown}`;
  },
  venue: () =>
    "Não sei dizer: as conferências e revistas em que os artigos foram publicados não estão registradas aqui.",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `“${paper.title}” tem ${votes(paper.upvotes, number(paper.upvotes))}.`;
    const known = `há um número de votos registrado para ${number(knowledge.withUpvotes)} de ${papers(knowledge.papers, number(knowledge.papers))}.`;
    return paper === null ? `Só ${known}` : `Os votos de “${paper.title}” não estão registrados aqui; só ${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `De ${papers(knowledge.papers, number(knowledge.papers))}, nenhum menciona “${topic}”.`
      : `${number(mentioned)} de ${papers(knowledge.papers, number(knowledge.papers))} ${mentioned === 1 ? "menciona" : "mencionam"} “${topic}” no título ou no resumo, ${number(inTitle)} deles no título.`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = papers(knowledge.papers, number(knowledge.papers));
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "Nenhum artigo aqui tem data."
          : `Só há data para ${number(knowledge.dated)} de ${total}.`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "Nenhum artigo aqui tem um número de votos registrado."
          : `Só há um número de votos registrado para ${number(knowledge.withUpvotes)} de ${total}.`,
      authors:
        knowledge.withAuthors === 0
          ? "Nenhum artigo aqui tem nomes de autores."
          : `Só há nomes de autores para ${number(knowledge.withAuthors)} de ${total}.`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => `de ${date(since)}`,
        between: (since, until) => `de ${date(since)} a ${date(until)}`,
        from: (since) => `a partir de ${date(since)}`,
        to: (until) => `até ${date(until)}`,
      }),
      author === undefined ? "" : `de ${author}`,
      minUpvotes === undefined ? "" : `com pelo menos ${votes(minUpvotes, number(minUpvotes))}`,
      source === undefined ? "" : `de ${serviceName(`${source}:`) ?? `fontes com “${source}” no nome`}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      notes.push(
        `${passed === 0 ? "Não há aqui nenhum artigo" : `Há aqui ${papers(passed, number(passed))}`} ${wanted.join(", ")}.`,
      );
    }
    if (order === "relevance" && wanted.length === 0)
      notes.push(`Este corpus contém ${papers(passed, number(passed))}.`);
    return notes.join(" ");
  },
  listed: (shown, topic, { number }) =>
    topic === null ? `Os primeiros ${number(shown ?? 0)}:` : `Deles, sobre “${topic}”:`,
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "Não sei a qual artigo você se refere: a última resposta não citou nenhum."
      : `A última resposta só citou ${papers(shown, number(shown))}, então não há número ${number(wanted)}.`,
  closest: "Nenhum resumo diz isso expressamente. O mais próximo:",
  nothingPasses: "Nenhum artigo passa por esses filtros.",
  nothing: (count, filtered, { number }) =>
    `Não está neste corpus: de ${papers(count, number(count))}${filtered ? ` que ${count < 2 ? "passa" : "passam"} pelos filtros` : ""}, nenhum trata disso.`,
  searchedBy: (terms) => `Sem um modelo de linguagem só consigo ler perguntas em inglês; busquei por: ${terms}.`,
  askInEnglish: "Sem um modelo de linguagem só consigo ler perguntas em inglês. Pergunte em inglês, por favor.",
  contradicted: (n, quote) => `A pergunta supõe outra coisa, mas [${n}] contradiz isso: “${quote}”`,
  uncovered: (names, { list }) => `Não abordado neste corpus: ${list(names.map((name) => `“${name}”`))}.`,
  colon: ": ",
  understoodAs: "Entendido como",
  scope: (count, { number }) => `${papers(count, number(count))} · só resumos`,
  quotedWordForWord: "frases citadas literalmente",
  writtenBy: (model) => `escrito por ${model}`,
  further: "Outros artigos próximos",
  closestTitles: "Títulos mais próximos",
  abbreviations: "Abreviações",
  abbreviation: (short, long, n) => `${short}: ${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "Outros" : `Sobre ${list(topics)}`),
};
