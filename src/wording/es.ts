import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const papers = (count: number, written: string) => `${written} ${count === 1 ? "artículo" : "artículos"}`;
const votes = (count: number, written: string) => `${written} ${count === 1 ? "voto" : "votos"}`;
const have = (count: number) => (count === 1 ? "tiene" : "tienen");
const isDay = (published: string) => /-\d{2}-\d{2}$/u.test(published);
const from = (published: string, written: string) => `${isDay(published) ? "del" : "de"} ${written}`;

export const es: AnswerPhrases = {
  quoted: (text) => `«${text}»`,
  greeting: "¡Hola! Pregúntame por los artículos de este corpus y respondo con citas que puedes comprobar.",
  thanks: "De nada. Pregunta cuando quieras.",
  help: "Haz una pregunta y respondo a partir de resúmenes de artículos, con cada frase citada y su artículo indicado. También puedes nombrar un artículo o pedir una lista, un panorama, una comparación o artículos de ciertos años.",
  newTopic: "Un tema nuevo, entonces. ¿Qué quieres saber?",
  forExample: "Por ejemplo:",
  example(example) {
    if (example.ask === "lookup") return `¿Qué dice «${example.title}»?`;
    return example.ask === "list"
      ? `¿Qué artículos tratan de ${example.about}?`
      : `¿Qué se entiende por «${example.about}»?`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `Este corpus contiene los resúmenes de ${papers(knowledge.papers, number(knowledge.papers))}, no los textos completos.`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "Ninguno tiene fecha conocida."
        : `${number(knowledge.dated)} de ellos ${have(knowledge.dated)} fecha, ${from(oldest, date(oldest))} ${isDay(newest) ? "al" : "a"} ${date(newest)}.`,
    );
    const fromSources = [
      ...sources,
      ...(files === 0 ? [] : [`${number(files)} ${files === 1 ? "archivo guardado" : "archivos guardados"}`]),
    ];
    if (fromSources.length > 0) sentences.push(`Fuentes: ${list(fromSources)}.`);
    if (topics.length > 0) sentences.push(`Temas frecuentes: ${list(topics)}.`);
    return sentences.join(" ");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [`de ${authors.length > 4 ? `${authors[0] ?? ""} y otros ${number(authors.length - 1)}` : list(authors)}`]
        : authorCount === null
          ? []
          : [
              `${number(authorCount)} ${authorCount === 1 ? "autor, nombre no registrado" : "autores, nombres no registrados"}`,
            ]),
      ...(published === null ? [] : [date(published)]),
    ];
    return known.length === 0 ? `«${title}» (autores y fecha no registrados)` : `«${title}» (${known.join("; ")})`;
  },
  unknownId: ({ service, id }) =>
    `Ningún artículo de este corpus está registrado con el ${service === "arxiv" ? "número de arXiv" : "DOI"} ${id}.`,
  noSuchPaper: ({ asked }) =>
    `Ningún artículo de este corpus se titula «${asked}» ni encaja claramente con esa descripción.`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) return `«${paper.title}» es de ${list(paper.authors)}.`;
    const known = `solo ${number(knowledge.withAuthors)} de ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} nombres de autores.`;
    const none = "ningún artículo de este corpus tiene nombres de autores.";
    const who =
      paper === null
        ? "No puedo decir quién escribió eso"
        : `Los autores de «${paper.title}» no están registrados aquí`;
    return `${who}: ${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `Aquí hay ${papers(found, number(found))} de ${author}.`;
    return knowledge.withAuthors === 0
      ? `No puedo decir qué artículos son de ${author}: ningún artículo de este corpus tiene nombres de autores.`
      : `Aquí no hay ningún artículo registrado de ${author}; ${number(knowledge.withAuthors)} de ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} nombres de autores.`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `«${paper.title}» es ${from(paper.published, date(paper.published))}${yearKnown ? "" : " (el año no está registrado)"}.`;
    }
    const known = `${number(knowledge.dated)} de ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} fecha.`;
    return paper === null
      ? `No puedo decir qué artículo es, y solo ${known}`
      : `La fecha de «${paper.title}» no está registrada aquí; solo ${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `«${title}»: ${published === null ? "fecha no registrada" : date(published)}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? ` ${number(knowledge.dated)} de ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} fecha.`
      : "";
    return `${lines.join("; ")}.${unknown}`;
  },
  venue: () =>
    "No puedo decirlo: los congresos y las revistas en que se publicaron los artículos no están registrados aquí.",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `«${paper.title}» tiene ${votes(paper.upvotes, number(paper.upvotes))}.`;
    const known = `${number(knowledge.withUpvotes)} de ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withUpvotes)} un número de votos registrado.`;
    return paper === null ? `Solo ${known}` : `Los votos de «${paper.title}» no están registrados aquí; solo ${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `De ${papers(knowledge.papers, number(knowledge.papers))}, ninguno menciona «${topic}».`
      : `${number(mentioned)} de ${papers(knowledge.papers, number(knowledge.papers))} ${mentioned === 1 ? "menciona" : "mencionan"} «${topic}» en el título o el resumen, ${number(inTitle)} de ellos en el título.`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = papers(knowledge.papers, number(knowledge.papers));
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "Ningún artículo de aquí tiene fecha."
          : `Solo ${number(knowledge.dated)} de ${total} ${have(knowledge.dated)} fecha.`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "Ningún artículo de aquí tiene un número de votos registrado."
          : `Solo ${number(knowledge.withUpvotes)} de ${total} ${have(knowledge.withUpvotes)} un número de votos registrado.`,
      authors:
        knowledge.withAuthors === 0
          ? "Ningún artículo de aquí tiene nombres de autores."
          : `Solo ${number(knowledge.withAuthors)} de ${total} ${have(knowledge.withAuthors)} nombres de autores.`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => from(since, date(since)),
        between: (since, until) => `${from(since, date(since))} ${isDay(until) ? "al" : "a"} ${date(until)}`,
        from: (since) => `desde ${isDay(since) ? "el " : ""}${date(since)}`,
        to: (until) => `hasta ${isDay(until) ? "el " : ""}${date(until)}`,
      }),
      author === undefined ? "" : `de ${author}`,
      minUpvotes === undefined ? "" : `con al menos ${votes(minUpvotes, number(minUpvotes))}`,
      source === undefined ? "" : `de ${serviceName(`${source}:`) ?? `fuentes con «${source}» en el nombre`}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      notes.push(
        `${passed === 0 ? "Aquí no hay ningún artículo" : `Aquí hay ${papers(passed, number(passed))}`} ${wanted.join(", ")}.`,
      );
    }
    if (order === "relevance" && wanted.length === 0)
      notes.push(`Este corpus contiene ${papers(passed, number(passed))}.`);
    return notes.join(" ");
  },
  listed: (shown, topic, { number }) =>
    topic === null ? `Los primeros ${number(shown ?? 0)}:` : `De ellos, sobre «${topic}»:`,
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "No sé a qué artículo te refieres: la última respuesta no nombró ninguno."
      : `La última respuesta solo nombró ${papers(shown, number(shown))}, así que no hay número ${number(wanted)}.`,
  closest: "Ningún resumen lo dice expresamente. Lo más cercano:",
  nothingPasses: "Ningún artículo pasa estos filtros.",
  nothing: (count, filtered, { number }) =>
    `No está en este corpus: de ${papers(count, number(count))}${filtered ? ` que ${count === 1 ? "pasa" : "pasan"} los filtros` : ""}, ninguno trata de esto.`,
  searchedBy: (terms) => `Sin un modelo de lenguaje solo puedo leer preguntas en inglés; busqué: ${terms}.`,
  askInEnglish: "Sin un modelo de lenguaje solo puedo leer preguntas en inglés. Pregunta en inglés, por favor.",
  contradicted: (n, quote) => `La pregunta da por hecho otra cosa, pero [${n}] lo contradice: «${quote}»`,
  uncovered: (names, { list }) => `No se trata en este corpus: ${list(names.map((name) => `«${name}»`))}.`,
  colon: ": ",
  understoodAs: "Entendido como",
  scope: (count, { number }) => `${papers(count, number(count))} · solo resúmenes`,
  quotedWordForWord: "frases citadas literalmente",
  writtenBy: (model) => `escrito por ${model}`,
  further: "Otros artículos cercanos",
  closestTitles: "Títulos más cercanos",
  abbreviations: "Abreviaturas",
  abbreviation: (short, long, n) => `${short}: ${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "Otros" : `Sobre ${list(topics)}`),
};
