import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const dated = (written: string) => (/^\d{4}$/u.test(written) ? `${written}年` : written);

export const ja: AnswerPhrases = {
  quoted: (text) => `「${text}」`,
  greeting: "こんにちは。このコーパスの論文について質問すると、確認できる引用で答えます。",
  thanks: "どういたしまして。ほかに質問があれば、いつでもどうぞ。",
  help: "質問には論文の要旨から答え、すべての文を引用し、その論文を示します。論文を指定したり、一覧、概観、比較、特定の年の論文を求めたりすることもできます。",
  newTopic: "新しい話題ですね。何について知りたいですか？",
  forExample: "例：",
  example(example) {
    if (example.ask === "lookup") return `「${example.title}」には何が書かれていますか？`;
    return example.ask === "list"
      ? `${example.about} に関する論文はどれですか？`
      : `「${example.about}」とはどういう意味ですか？`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `このコーパスには論文 ${number(knowledge.papers)} 本の要旨が入っています。全文は入っていません。`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "日付が分かるものはありません。"
        : `このうち ${number(knowledge.dated)} 本に日付があり、${dated(date(oldest))}から${dated(date(newest))}までのものです。`,
    );
    const fromSources = [...sources, ...(files === 0 ? [] : [`保存されたファイル ${number(files)} 件`])];
    if (fromSources.length > 0) sentences.push(`出典は ${list(fromSources)} です。`);
    if (topics.length > 0) sentences.push(`よく出てくる話題は ${list(topics)} です。`);
    return sentences.join("");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [`著者：${authors.length > 4 ? `${authors[0] ?? ""} ほか ${number(authors.length - 1)} 名` : list(authors)}`]
        : authorCount === null
          ? []
          : [`著者 ${number(authorCount)} 名、氏名は記録なし`]),
      ...(published === null ? [] : [dated(date(published))]),
    ];
    return known.length === 0 ? `「${title}」（著者と日付は記録なし）` : `「${title}」（${known.join("／")}）`;
  },
  unknownId: ({ service, id }) =>
    `${service === "arxiv" ? "arXiv の番号が" : "DOI が"} ${id} の論文は、このコーパスに記録されていません。`,
  noSuchPaper: ({ asked }) =>
    `「${asked}」という題名の論文や、その説明に明らかに合う論文は、このコーパスにありません。`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) return `「${paper.title}」の著者は ${list(paper.authors)} です。`;
    const known = `著者名があるのは、論文 ${number(knowledge.papers)} 本のうち ${number(knowledge.withAuthors)} 本だけです。`;
    const none = "このコーパスには著者名のある論文がありません。";
    const who =
      paper === null ? "誰が書いたものかは分かりません" : `「${paper.title}」の著者はここに記録されていません`;
    return `${who}。${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `${author} の論文はここに ${number(found)} 本あります。`;
    return knowledge.withAuthors === 0
      ? `どれが ${author} の論文かは分かりません。このコーパスには著者名のある論文がありません。`
      : `${author} の論文はここに記録されていません。著者名があるのは、論文 ${number(knowledge.papers)} 本のうち ${number(knowledge.withAuthors)} 本です。`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `「${paper.title}」の日付は${dated(date(paper.published))}です${yearKnown ? "" : "（年は記録されていません）"}。`;
    }
    const known = `日付があるのは、論文 ${number(knowledge.papers)} 本のうち ${number(knowledge.dated)} 本だけです。`;
    return paper === null
      ? `どの論文のことか分かりません。また、${known}`
      : `「${paper.title}」の日付はここに記録されていません。${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `「${title}」：${published === null ? "日付の記録なし" : dated(date(published))}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? `日付があるのは、論文 ${number(knowledge.papers)} 本のうち ${number(knowledge.dated)} 本です。`
      : "";
    return `${lines.join("、")}。${unknown}`;
  },
  venue: () => "分かりません。論文が発表された会議や掲載された学術誌は、ここに記録されていません。",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `「${paper.title}」の投票数は ${number(paper.upvotes)} 票です。`;
    const known = `投票数が記録されているのは、論文 ${number(knowledge.papers)} 本のうち ${number(knowledge.withUpvotes)} 本だけです。`;
    return paper === null ? known : `「${paper.title}」の投票数はここに記録されていません。${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `論文 ${number(knowledge.papers)} 本のうち、「${topic}」に触れているものはありません。`
      : `論文 ${number(knowledge.papers)} 本のうち、題名か要旨で「${topic}」に触れているのは ${number(mentioned)} 本で、そのうち題名で触れているのは ${number(inTitle)} 本です。`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = `論文 ${number(knowledge.papers)} 本`;
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "ここには日付のある論文がありません。"
          : `日付があるのは、${total}のうち ${number(knowledge.dated)} 本だけです。`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "ここには投票数が記録された論文がありません。"
          : `投票数が記録されているのは、${total}のうち ${number(knowledge.withUpvotes)} 本だけです。`,
      authors:
        knowledge.withAuthors === 0
          ? "ここには著者名のある論文がありません。"
          : `著者名があるのは、${total}のうち ${number(knowledge.withAuthors)} 本だけです。`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => dated(date(since)),
        between: (since, until) => `${dated(date(since))}から${dated(date(until))}まで`,
        from: (since) => `${dated(date(since))}以降`,
        to: (until) => `${dated(date(until))}以前`,
      }),
      author === undefined ? "" : `著者 ${author}`,
      minUpvotes === undefined ? "" : `${number(minUpvotes)} 票以上`,
      source === undefined ? "" : `出典${serviceName(`${source}:`) ?? `名に「${source}」を含むもの`}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      notes.push(
        `条件（${wanted.join("、")}）に合う論文は${passed === 0 ? "ありません" : ` ${number(passed)} 本あります`}。`,
      );
    }
    if (order === "relevance" && wanted.length === 0)
      notes.push(`このコーパスには論文が ${number(passed)} 本あります。`);
    return notes.join("");
  },
  listed: (shown, topic, { number }) =>
    topic === null ? `最初の ${number(shown ?? 0)} 本：` : `そのうち「${topic}」に関するもの：`,
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "どの論文のことか分かりません。前の回答ではどの論文も挙げていません。"
      : `前の回答で挙げた論文は ${number(shown)} 本だけなので、${number(wanted)} 番目はありません。`,
  closest: "これをはっきり述べている要旨はありません。最も近いもの：",
  nothingPasses: "この絞り込み条件に合う論文はありません。",
  nothing: (count, filtered, { number }) =>
    `このコーパスにはありません。${filtered ? "絞り込み条件に合う" : ""}論文 ${number(count)} 本のうち、これを扱うものはありません。`,
  searchedBy: (terms) => `言語モデルなしでは英語の質問しか読めません。次の語で検索しました：${terms}。`,
  askInEnglish: "言語モデルなしでは英語の質問しか読めません。英語で質問してください。",
  contradicted: (n, quote) => `質問の前提とは異なり、[${n}] はこれと反対のことを述べています：「${quote}」`,
  uncovered: (names, { list }) => `このコーパスで扱われていないもの：${list(names.map((name) => `「${name}」`))}。`,
  colon: ": ",
  understoodAs: "解釈",
  scope: (count, { number }) => `論文 ${number(count)} 本 · 要旨のみ`,
  quotedWordForWord: "文はそのまま引用",
  writtenBy: (model) => `${model} が作成`,
  further: "ほかの近い論文",
  closestTitles: "最も近い題名",
  abbreviations: "略語",
  abbreviation: (short, long, n) => `${short}：${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "その他" : `${list(topics)} に関する論文`),
};
