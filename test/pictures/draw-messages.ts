import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type APIEmbed, ButtonStyle, ComponentType, MessageFlags } from "discord-api-types/v10";
import { build } from "esbuild";
import type { LoopbackMessage } from "../support/discord/world.ts";
import { escapeHtml, markdownToHtml } from "./markdown-html.ts";

const PAGE_WIDTH = 760;
const LEAST_HEIGHT = 130;
const STYLE_NAMES: Readonly<Record<number, string>> = {
  [ButtonStyle.Primary]: "primary",
  [ButtonStyle.Secondary]: "secondary",
};

interface AnyComponent {
  readonly type: number;
  readonly style?: number;
  readonly label?: string;
  readonly emoji?: { readonly name?: string };
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly { readonly label: string; readonly default?: boolean }[];
  readonly components?: readonly AnyComponent[];
}

const attribute = (name: string, value: string | undefined) =>
  value === undefined ? "" : ` ${name}="${escapeHtml(value)}"`;
const avatar = (letter: string, colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="${colour}"/><text x="40" y="54" font-size="40" font-family="sans-serif" fill="#fff" text-anchor="middle">${letter}</text></svg>`)}`;

function drawEmbed({ title, description, footer, color }: APIEmbed): string {
  const colour = color === undefined ? undefined : `#${color.toString(16).padStart(6, "0")}`;
  const heading = title === undefined ? "" : `<div class="embed-title">${markdownToHtml(title)}</div>`;
  return `<discord-embed slot="embeds"${attribute("color", colour)}>
    <discord-embed-description slot="description">${heading}${markdownToHtml(description ?? "")}</discord-embed-description>
    ${footer === undefined ? "" : `<discord-embed-footer slot="footer">${escapeHtml(footer.text)}</discord-embed-footer>`}
  </discord-embed>`;
}

function drawComponent(component: AnyComponent): string {
  if (component.type === ComponentType.ActionRow) {
    return `<discord-action-row>${(component.components ?? []).map(drawComponent).join("")}</discord-action-row>`;
  }
  if (component.type === ComponentType.Button) {
    const style = STYLE_NAMES[component.style ?? 0];
    const text = [component.emoji?.name, component.label].filter((part) => part !== undefined).join(" ");
    return `<discord-button${attribute("type", style)}${component.disabled === true ? " disabled" : ""}>${escapeHtml(text)}</discord-button>`;
  }
  const chosen = component.options?.find((option) => option.default === true)?.label;
  return `<discord-string-select-menu${attribute("placeholder", chosen ?? component.placeholder)}></discord-string-select-menu>`;
}

/** One message as Discord shows it, from the very payload that the bot sent. */
function drawMessage({ data, ephemeral }: LoopbackMessage, command: string | null): string {
  const isBot = data.author.bot === true;
  const name = data.author.global_name ?? data.author.username;
  const face = avatar(name[0]?.toUpperCase() ?? "?", isBot ? "#3b6ea5" : "#3ba55d");
  const rows = ((data.components as readonly AnyComponent[] | undefined) ?? []).map(drawComponent).join("");
  const used =
    command === null
      ? ""
      : `<discord-command slot="reply" author="ada" avatar="${avatar("A", "#3ba55d")}" command="${escapeHtml(command)}"></discord-command>`;
  const thinking = ((data.flags ?? 0) & MessageFlags.Loading) !== 0 ? "<i>thinking…</i>" : markdownToHtml(data.content);
  return `<discord-message${attribute("author", name)}${attribute("avatar", face)}${isBot ? " bot" : ""}${ephemeral ? " ephemeral" : ""}>
    ${used}${thinking}${data.embeds.map(drawEmbed).join("")}
    ${rows === "" ? "" : `<discord-attachments slot="components">${rows}</discord-attachments>`}
  </discord-message>`;
}

/** The elements that look like Discord's, as one script. */
async function bundleElements(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./elements.mjs", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome120",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

export interface Scene {
  readonly name: string;
  readonly messages: readonly { readonly message: LoopbackMessage; readonly command: string | null }[];
}

/** Draws each scene into `NAME.png` with headless Chromium, without any network. */
export async function drawScenes(scenes: readonly Scene[], folder: string): Promise<void> {
  const script = (await bundleElements()).replaceAll("</script", "<\\/script");
  for (const { name, messages } of scenes) {
    const body = messages.map(({ message, command }) => drawMessage(message, command)).join("\n");
    await screenshot(pageOf(body, script), join(folder, `${name}.png`));
  }
}

function pageOf(body: string, script: string): string {
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #313338 }
    discord-messages, discord-message, discord-embed { font-family: "Noto Sans", "Liberation Sans", "Noto Sans CJK JP", "Noto Color Emoji", sans-serif }
    .embed-title { font-weight: 600; margin-bottom: 6px; color: #f2f3f5 }
    .md { margin: 4px 0 } small.md { color: #949ba4; display: block } a.md { color: #00a8fc; text-decoration: none }
    blockquote.md { border-left: 4px solid #4e5058; padding-left: 12px; border-radius: 4px }
    .pill { background: #3f4147; border-radius: 3px; padding: 0 2px }
  </style><discord-messages>${body}</discord-messages><script>${script}</script>
  <script>addEventListener("load", () => setTimeout(() => {
    document.documentElement.dataset.height = Math.ceil(document.querySelector("discord-messages").getBoundingClientRect().height);
  }, 400))</script>`;
}

/** Chromium runs twice: to learn the page's height, and for the picture. */
async function screenshot(html: string, png: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "footnote-picture-"));
  const page = join(folder, "page.html");
  writeFileSync(page, html);
  const run = promisify(execFile);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=3000",
    `--user-data-dir=${join(folder, "profile")}`,
    `file://${page}`,
  ];
  const options = { maxBuffer: 1 << 26, timeout: 60_000 };
  try {
    const { stdout } = await run("chromium", [`--window-size=${PAGE_WIDTH},800`, "--dump-dom", ...flags], options);
    const height = Number(/data-height="(\d+)"/u.exec(stdout)?.[1] ?? 800);
    await run(
      "chromium",
      [`--window-size=${PAGE_WIDTH},${Math.max(LEAST_HEIGHT, height + 24)}`, `--screenshot=${png}`, ...flags],
      options,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
