import { parse } from "discord-markdown-parser";

/** A node of the parser's tree, as far as it is drawn here. */
interface MarkdownNode {
  readonly type: string;
  readonly content?: string | readonly MarkdownNode[];
  readonly target?: string;
  readonly level?: number;
  readonly id?: string;
  readonly timestamp?: number;
}

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}

const TAGS: Readonly<Record<string, string>> = { strong: "b", em: "i", underline: "u", strikethrough: "s" };

function html(content: MarkdownNode["content"]): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeHtml(content);
  return content.map(drawNode).join("");
}

function drawNode(node: MarkdownNode): string {
  const inner = html(node.content);
  const tag = TAGS[node.type];
  if (tag !== undefined) return `<${tag}>${inner}</${tag}>`;
  switch (node.type) {
    case "br":
    case "newline":
      return "<br>";
    case "heading":
      return `<h${node.level ?? 1} class="md">${inner}</h${node.level ?? 1}>`;
    case "subtext":
      return `<small class="md">${inner}</small>`;
    case "blockQuote":
      return `<blockquote class="md">${inner}</blockquote>`;
    case "inlineCode":
      return `<discord-code>${inner}</discord-code>`;
    case "link":
    case "url":
    case "autolink":
      return `<a class="md" href="${escapeHtml(node.target ?? "")}">${inner}</a>`;
    case "user":
      return `<span class="pill">@${escapeHtml(node.id ?? "")}</span>`;
    case "channel":
      return `<span class="pill">#${escapeHtml(node.id ?? "")}</span>`;
    case "timestamp":
      return `<span class="pill">${new Date((node.timestamp ?? 0) * 1000).toUTCString()}</span>`;
    default:
      return inner;
  }
}

/** Discord's markdown as HTML. */
export function markdownToHtml(text: string): string {
  return html(parse(text, "extended") as readonly MarkdownNode[]);
}
