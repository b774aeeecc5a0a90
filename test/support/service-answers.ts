import { abstractAbout } from "./pages.ts";

/** A listing as Hugging Face's API gives it, with the fields that are read and some that are not. */
export function dailyPaper(id: string, subject: string, over: Readonly<Record<string, unknown>> = {}) {
  return {
    paper: {
      id,
      authors: [{ _id: "1", name: "Ada Lovelace", hidden: false }, { name: "Emmy Noether" }],
      publishedAt: "2026-03-09T00:00:00.000Z",
      title: `On ${subject}`,
      summary: abstractAbout(subject, 5),
      upvotes: 7,
      ai_summary: "not read",
      ...over,
    },
    publishedAt: "2026-03-10T20:00:00.000Z",
    numComments: 1,
  };
}

/** An answer of arXiv's API, in the shape of the real ones. */
export function arxivFeed(
  papers: readonly { readonly id: string; readonly subject: string; readonly published?: string }[],
  total = papers.length,
): string {
  const entries = papers.map(
    ({ id, subject, published = "2026-03-09T17:59:49Z" }) => `<entry>
    <id>http://arxiv.org/abs/${id}</id>
    <title>On ${subject}
  &amp; more</title>
    <summary>${abstractAbout(subject, 5)} It holds for &lt; 1 minute.</summary>
    <published>${published}</published>
    <arxiv:doi>10.1000/${id}</arxiv:doi>
    <author><name>Ada Lovelace</name></author>
  </entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query</title>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  ${entries.join("\n")}
</feed>`;
}

/** What arXiv answers, with status 400, to an id that is none. */
export const ARXIV_ERROR = `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title>
    <summary>incorrect id format for abc</summary>
  </entry>
</feed>`;
