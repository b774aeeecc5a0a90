import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const dated = (written: string) => (/^\d{4}$/u.test(written) ? `${written}年` : written);

export const zh: AnswerPhrases = {
  quoted: (text) => `“${text}”`,
  greeting: "您好！可以就本语料库中的论文提问，我会用可以核对的引文回答。",
  thanks: "不客气。有问题随时可以再问。",
  help: "提出问题，我会根据论文摘要回答，每句话都是引文，并注明出自哪篇论文。也可以指定一篇论文，或要求列表、概览、比较，或某些年份的论文。",
  newTopic: "好，换个新话题。想了解什么？",
  forExample: "例如：",
  example(example) {
    if (example.ask === "lookup") return `“${example.title}”说了什么？`;
    return example.ask === "list" ? `哪些论文是关于 ${example.about} 的？` : `“${example.about}”是什么意思？`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [`本语料库收录 ${number(knowledge.papers)} 篇论文的摘要，不含全文。`];
    sentences.push(
      newest === null || oldest === null
        ? "这些论文的日期都未知。"
        : `其中 ${number(knowledge.dated)} 篇有日期，从${dated(date(oldest))}到${dated(date(newest))}。`,
    );
    const fromSources = [...sources, ...(files === 0 ? [] : [`${number(files)} 个已保存的文件`])];
    if (fromSources.length > 0) sentences.push(`来源：${list(fromSources)}。`);
    if (topics.length > 0) sentences.push(`常见主题：${list(topics)}。`);
    return sentences.join("");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [
            `作者：${authors.length > 4 ? `${authors[0] ?? ""} 及另外 ${number(authors.length - 1)} 人` : list(authors)}`,
          ]
        : authorCount === null
          ? []
          : [`${number(authorCount)} 位作者，姓名未记录`]),
      ...(published === null ? [] : [dated(date(published))]),
    ];
    return known.length === 0 ? `“${title}”（作者和日期未记录）` : `“${title}”（${known.join("；")}）`;
  },
  unknownId: ({ service, id }) => `本语料库中没有 ${service === "arxiv" ? "arXiv 编号为" : "DOI 为"} ${id} 的论文。`,
  noSuchPaper: ({ asked }) => `本语料库中没有标题为“${asked}”的论文，也没有明显符合这一描述的论文。`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) return `“${paper.title}”的作者是 ${list(paper.authors)}。`;
    const known = `${number(knowledge.papers)} 篇论文中只有 ${number(knowledge.withAuthors)} 篇有作者姓名。`;
    const none = "本语料库中没有一篇论文有作者姓名。";
    const who = paper === null ? "无法判断作者是谁" : `这里没有记录“${paper.title}”的作者`;
    return `${who}：${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `这里有 ${number(found)} 篇 ${author} 的论文。`;
    return knowledge.withAuthors === 0
      ? `无法判断哪些论文是 ${author} 写的：本语料库中没有一篇论文有作者姓名。`
      : `这里没有记录为 ${author} 所写的论文；${number(knowledge.papers)} 篇论文中有 ${number(knowledge.withAuthors)} 篇有作者姓名。`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `“${paper.title}”的日期是${dated(date(paper.published))}${yearKnown ? "" : "（年份未记录）"}。`;
    }
    const known = `${number(knowledge.papers)} 篇论文中只有 ${number(knowledge.dated)} 篇有日期。`;
    return paper === null ? `无法判断是哪篇论文，而且 ${known}` : `这里没有记录“${paper.title}”的日期；${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `“${title}”：${published === null ? "日期未记录" : dated(date(published))}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? `${number(knowledge.papers)} 篇论文中有 ${number(knowledge.dated)} 篇有日期。`
      : "";
    return `${lines.join("；")}。${unknown}`;
  },
  venue: () => "无法回答：这里没有记录论文发表的会议和期刊。",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `“${paper.title}”有 ${number(paper.upvotes)} 票。`;
    const known = `${number(knowledge.papers)} 篇论文中只有 ${number(knowledge.withUpvotes)} 篇记录了票数。`;
    return paper === null ? known : `这里没有记录“${paper.title}”的票数；${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `${number(knowledge.papers)} 篇论文中没有一篇提到“${topic}”。`
      : `${number(knowledge.papers)} 篇论文中有 ${number(mentioned)} 篇在标题或摘要中提到“${topic}”，其中 ${number(inTitle)} 篇在标题中提到。`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = `${number(knowledge.papers)} 篇论文`;
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0 ? "这里没有一篇论文有日期。" : `${total}中只有 ${number(knowledge.dated)} 篇有日期。`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "这里没有一篇论文记录了票数。"
          : `${total}中只有 ${number(knowledge.withUpvotes)} 篇记录了票数。`,
      authors:
        knowledge.withAuthors === 0
          ? "这里没有一篇论文有作者姓名。"
          : `${total}中只有 ${number(knowledge.withAuthors)} 篇有作者姓名。`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => dated(date(since)),
        between: (since, until) => `${dated(date(since))}至${dated(date(until))}`,
        from: (since) => `${dated(date(since))}及以后`,
        to: (until) => `${dated(date(until))}及以前`,
      }),
      author === undefined ? "" : `作者 ${author}`,
      minUpvotes === undefined ? "" : `至少 ${number(minUpvotes)} 票`,
      source === undefined ? "" : `来源${serviceName(`${source}:`) ?? `名称含“${source}”`}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      const conditions = `符合条件（${wanted.join("，")}）的论文`;
      notes.push(passed === 0 ? `没有${conditions}。` : `${conditions}有 ${number(passed)} 篇。`);
    }
    if (order === "relevance" && wanted.length === 0) notes.push(`本语料库收录 ${number(passed)} 篇论文。`);
    return notes.join("");
  },
  listed: (shown, topic, { number }) => (topic === null ? `前 ${number(shown ?? 0)} 篇：` : `其中关于“${topic}”的：`),
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "不清楚指的是哪篇论文：上一个回答没有提到论文。"
      : `上一个回答只提到 ${number(shown)} 篇论文，没有第 ${number(wanted)} 篇。`,
  closest: "没有摘要直接说明这一点。最接近的：",
  nothingPasses: "没有论文符合这些筛选条件。",
  nothing: (count, filtered, { number }) =>
    `本语料库中没有：${filtered ? "符合筛选条件的 " : ""}${number(count)} 篇论文都与此无关。`,
  searchedBy: (terms) => `没有语言模型时，我只能读懂英文问题；已用这些词搜索：${terms}。`,
  askInEnglish: "没有语言模型时，我只能读懂英文问题。请用英文提问。",
  contradicted: (n, quote) => `问题的前提与 [${n}] 的说法相反：“${quote}”`,
  uncovered: (names, { list }) => `本语料库未涉及：${list(names.map((name) => `“${name}”`))}。`,
  colon: "：",
  understoodAs: "理解为",
  scope: (count, { number }) => `${number(count)} 篇论文 · 仅摘要`,
  quotedWordForWord: "逐字引用原句",
  writtenBy: (model) => `由 ${model} 撰写`,
  further: "其他接近的论文",
  closestTitles: "最接近的标题",
  abbreviations: "缩写",
  abbreviation: (short, long, n) => `${short}：${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "其他" : `关于 ${list(topics)}`),
};
