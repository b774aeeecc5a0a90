import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const quoted = (text: string) => `« ${text} »`;
const papers = (count: number, written: string) => `${written} ${count < 2 ? "article" : "articles"}`;
const votes = (count: number, written: string) => `${written} ${count < 2 ? "vote" : "votes"}`;
const have = (count: number) => (count < 2 ? "a" : "ont");
const dated = (written: string) => written.replace(/^1 /u, "1er ");
const isDay = (published: string) => /-\d{2}-\d{2}$/u.test(published);
const from = (published: string, written: string) =>
  isDay(published) ? `du ${written}` : /^[ao]/u.test(written) ? `d’${written}` : `de ${written}`;

export const fr: AnswerPhrases = {
  quoted,
  greeting:
    "Bonjour ! Posez-moi une question sur les articles de ce corpus, et je réponds par des citations que vous pouvez vérifier.",
  thanks: "Je vous en prie. N’hésitez pas si vous avez une autre question.",
  help: "Posez une question, et je réponds d’après des résumés d’articles ; chaque phrase est citée et son article indiqué. Vous pouvez aussi nommer un article, ou demander une liste, une vue d’ensemble, une comparaison ou les articles de certaines années.",
  newTopic: "Un nouveau sujet, donc. Que voulez-vous savoir ?",
  forExample: "Par exemple :",
  example(example) {
    if (example.ask === "lookup") return `Que dit ${quoted(example.title)} ?`;
    return example.ask === "list"
      ? `Quels articles portent sur ${example.about} ?`
      : `Qu’entend-on par ${quoted(example.about)} ?`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `Ce corpus contient les résumés de ${papers(knowledge.papers, number(knowledge.papers))}, pas les textes intégraux.`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "Aucun n’a de date connue."
        : `${number(knowledge.dated)} d’entre eux ${have(knowledge.dated)} une date, ${from(oldest, dated(date(oldest)))} ${isDay(newest) ? "au" : "à"} ${dated(date(newest))}.`,
    );
    const fromSources = [
      ...sources,
      ...(files === 0 ? [] : [`${number(files)} ${files < 2 ? "fichier enregistré" : "fichiers enregistrés"}`]),
    ];
    if (fromSources.length > 0) sentences.push(`Sources : ${list(fromSources)}.`);
    if (topics.length > 0) sentences.push(`Sujets fréquents : ${list(topics)}.`);
    return sentences.join(" ");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [`par ${authors.length > 4 ? `${authors[0] ?? ""} et ${number(authors.length - 1)} autres` : list(authors)}`]
        : authorCount === null
          ? []
          : [
              `${number(authorCount)} ${authorCount < 2 ? "auteur, nom non renseigné" : "auteurs, noms non renseignés"}`,
            ]),
      ...(published === null ? [] : [dated(date(published))]),
    ];
    return known.length === 0
      ? `${quoted(title)} (auteurs et date non renseignés)`
      : `${quoted(title)} (${known.join(" ; ")})`;
  },
  unknownId: ({ service, id }) =>
    `Aucun article de ce corpus n’est enregistré avec ${service === "arxiv" ? "l’identifiant arXiv" : "le DOI"} ${id}.`,
  noSuchPaper: ({ asked }) =>
    `Aucun article de ce corpus ne s’intitule ${quoted(asked)} ni ne correspond clairement à cette description.`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) {
      return `${quoted(paper.title)} a pour ${paper.authors.length === 1 ? "auteur" : "auteurs"} ${list(paper.authors)}.`;
    }
    const known = `les auteurs ne sont connus que pour ${papers(knowledge.withAuthors, number(knowledge.withAuthors))} sur ${number(knowledge.papers)}.`;
    const none = "aucun article de ce corpus n’a de nom d’auteur.";
    const who =
      paper === null
        ? "Je ne peux pas dire qui en est l’auteur"
        : `Les auteurs de ${quoted(paper.title)} ne sont pas renseignés ici`;
    return `${who} : ${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `${papers(found, number(found))} de ce corpus ${have(found)} ${author} pour auteur.`;
    return knowledge.withAuthors === 0
      ? `Je ne peux pas dire quels articles ont ${author} pour auteur : aucun article de ce corpus n’a de nom d’auteur.`
      : `Aucun article n’est enregistré ici avec ${author} pour auteur ; les auteurs sont connus pour ${papers(knowledge.withAuthors, number(knowledge.withAuthors))} sur ${number(knowledge.papers)}.`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `${quoted(paper.title)} date ${from(paper.published, dated(date(paper.published)))}${yearKnown ? "" : " (l’année n’est pas renseignée)"}.`;
    }
    const known = `que pour ${papers(knowledge.dated, number(knowledge.dated))} sur ${number(knowledge.papers)}.`;
    return paper === null
      ? `Je ne peux pas dire de quel article il s’agit, et la date n’est connue ${known}`
      : `La date de ${quoted(paper.title)} n’est pas renseignée ici ; elle ne l’est ${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) =>
        `${quoted(title)} : ${published === null ? "date non renseignée" : dated(date(published))}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? ` La date est connue pour ${papers(knowledge.dated, number(knowledge.dated))} sur ${number(knowledge.papers)}.`
      : "";
    return `${lines.join(" ; ")}.${unknown}`;
  },
  venue: () =>
    "Je ne peux pas le dire : les conférences et les revues où les articles ont paru ne sont pas renseignées ici.",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `${quoted(paper.title)} a ${votes(paper.upvotes, number(paper.upvotes))}.`;
    const known = `que pour ${papers(knowledge.withUpvotes, number(knowledge.withUpvotes))} sur ${number(knowledge.papers)}.`;
    return paper === null
      ? `Le nombre de votes n’est connu ${known}`
      : `Les votes de ${quoted(paper.title)} ne sont pas renseignés ici ; ils ne le sont ${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `Sur ${papers(knowledge.papers, number(knowledge.papers))}, aucun ne mentionne ${quoted(topic)}.`
      : `${papers(mentioned, number(mentioned))} sur ${number(knowledge.papers)} ${mentioned === 1 ? "mentionne" : "mentionnent"} ${quoted(topic)} dans le titre ou le résumé, dont ${number(inTitle)} dans le titre.`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = number(knowledge.papers);
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "Aucun article n’a ici de date connue."
          : `La date n’est connue que pour ${papers(knowledge.dated, number(knowledge.dated))} sur ${total}.`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "Le nombre de votes n’est connu ici pour aucun article."
          : `Le nombre de votes n’est connu que pour ${papers(knowledge.withUpvotes, number(knowledge.withUpvotes))} sur ${total}.`,
      authors:
        knowledge.withAuthors === 0
          ? "Aucun article n’a ici de nom d’auteur."
          : `Les auteurs ne sont connus que pour ${papers(knowledge.withAuthors, number(knowledge.withAuthors))} sur ${total}.`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => from(since, dated(date(since))),
        between: (since, until) =>
          `${from(since, dated(date(since)))} ${isDay(until) ? "au" : "à"} ${dated(date(until))}`,
        from: (since) => `à partir ${from(since, dated(date(since)))}`,
        to: (until) => `jusqu’${isDay(until) ? "au" : "en"} ${dated(date(until))}`,
      }),
      author === undefined ? "" : `par ${author}`,
      minUpvotes === undefined ? "" : `avec au moins ${votes(minUpvotes, number(minUpvotes))}`,
      source === undefined
        ? ""
        : serviceName(`${source}:`) === null
          ? `de sources dont le nom contient ${quoted(source)}`
          : `provenant de ${serviceName(`${source}:`) ?? ""}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      notes.push(
        `${passed === 0 ? "Il n’y a ici aucun article" : `Il y a ici ${papers(passed, number(passed))}`} ${wanted.join(", ")}.`,
      );
    }
    if (order === "relevance" && wanted.length === 0)
      notes.push(`Ce corpus contient ${papers(passed, number(passed))}.`);
    return notes.join(" ");
  },
  listed: (shown, topic, { number }) =>
    topic === null ? `Les ${number(shown ?? 0)} premiers :` : `Parmi eux, sur ${quoted(topic)} :`,
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "Je ne sais pas de quel article il s’agit : la dernière réponse n’en nommait aucun."
      : `La dernière réponse ne nommait ${shown === 1 ? "qu’un article" : `que ${papers(shown, number(shown))}`} ; il n’y a donc pas de numéro ${number(wanted)}.`,
  closest: "Aucun résumé ne le dit explicitement. Les plus proches :",
  nothingPasses: "Aucun article ne passe ces filtres.",
  nothing: (count, filtered, { number }) =>
    `Absent de ce corpus : sur ${papers(count, number(count))}${filtered ? ` ${count < 2 ? "retenu" : "retenus"} par les filtres` : ""}, aucun n’en parle.`,
  searchedBy: (terms) =>
    `Sans modèle de langue, je ne peux lire que les questions en anglais ; j’ai cherché : ${terms}.`,
  askInEnglish:
    "Sans modèle de langue, je ne peux lire que les questions en anglais. Veuillez poser votre question en anglais.",
  contradicted: (n, quote) => `La question suppose autre chose, mais [${n}] dit le contraire : ${quoted(quote)}`,
  uncovered: (names, { list }) => `Non traité dans ce corpus : ${list(names.map(quoted))}.`,
  colon: "\u00a0: ",
  understoodAs: "Compris comme",
  scope: (count, { number }) => `${papers(count, number(count))} · résumés seulement`,
  quotedWordForWord: "phrases citées mot pour mot",
  writtenBy: (model) => `rédigé par ${model}`,
  further: "Autres articles proches",
  closestTitles: "Titres les plus proches",
  abbreviations: "Abréviations",
  abbreviation: (short, long, n) => `${short} : ${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "Autres" : `Sur ${list(topics)}`),
};
