import type { Digest, DigestPaper } from "../domain/digest.ts";

/** A digest as one HTML page without scripts or outside parts. Text of papers is text, whatever it looks like. */
export function renderDigestPage(digest: Digest): string {
  const { week, newPapers, from, reason, themes } = digest;
  const sources = from.map(({ source, papers }) => `${papers} from ${escapeHtml(source)}`).join(", ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Digest ${escapeHtml(week)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Digest ${escapeHtml(week)}</h1>
<p>${newPapers} new ${newPapers === 1 ? "paper" : "papers"}${sources === "" ? "" : `: ${sources}`}</p>
</header>
${reason === null ? "" : `<p class="quiet"><strong>A quiet week.</strong> ${escapeHtml(reason)}</p>`}
${themes
  .map(
    ({ name, papers }) => `<section>
<h2>${escapeHtml(name)}</h2>
${papers.map(renderPaper).join("\n")}
</section>`,
  )
  .join("\n")}
</main>
</body>
</html>
`;
}

function renderPaper({ title, url, sentence, quote, why }: DigestPaper): string {
  const shown = escapeHtml(title);
  const link = url === null ? shown : `<a href="${escapeHtml(url)}" rel="noreferrer">${shown}</a>`;
  return `<article>
<h3>${link}</h3>
${sentence === quote ? "" : `<p>${escapeHtml(sentence)}</p>`}
${quote === "" ? "" : `<blockquote>${escapeHtml(quote)}</blockquote>`}
<p class="why">${escapeHtml(why)}</p>
</article>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #fbfaf8; color: #1f2328; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
header { border-bottom: 2px solid #4e79a7; margin-bottom: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; }
header p { margin: .25rem 0 .75rem; color: #57606a; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; color: #35577a; }
article { padding: .6rem 0; border-bottom: 1px solid #e3e1dc; }
h3 { font-size: 1rem; margin: 0; }
a { color: inherit; text-decoration-color: #4e79a7; }
blockquote { margin: .3rem 0; padding-left: .75rem; border-left: 3px solid #d0d7de; }
.why { margin: .2rem 0 0; font-size: .875rem; color: #57606a; }
.quiet { padding: .75rem 1rem; background: #f0eee9; border-radius: .4rem; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e6e6e6; }
  h2 { color: #9dbfe0; }
  article, header { border-color: #33373d; }
  header p, .why { color: #9aa4ae; }
  blockquote { border-color: #444b53; }
  .quiet { background: #22262b; }
}`;
