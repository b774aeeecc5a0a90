import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickableIn, HIDDEN_CHARACTERS } from "../support/discord/clickable.ts";
import { type LoopbackDiscord, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { type BotProcess, startBotProcess } from "../support/discord/run-bot.ts";
import { runCli } from "../support/run-cli.ts";

const OWN = "https://papers.example/";
/** What the title and the abstract of a paper on kelp say besides. */
const HOSTILE = [
  "_https://evil.example/a",
  "xhttps://evil.example/a",
  "discord.gg/evil",
  "discord.com/invite/evil",
  "discord://-/evil",
  "steam://run/1",
  "http:\\\\evil.example",
  "[kelp](https://evil.example)",
  "a](https:evil.example) [b",
  "&lt;https://evil.example&gt;",
  "@everyone @here",
  "&lt;@1&gt; &lt;#1&gt; &lt;/cmd:1&gt; &lt;t:1&gt; &lt;:e:1&gt; &lt;id:customize&gt;",
  "`https://evil.example",
  "\u202Eelpmaxe.live//:sptth",
  "\u{E0061}\u{E0062}\u{E007F}",
  "ht\u200Btps://evil.example",
  "ht\u200Dtps://evil.example",
];

describe("papers that want to be more than text", () => {
  let discord: LoopbackDiscord;
  let bot: BotProcess;
  const folder = mkdtempSync(join(tmpdir(), "footnote-hostile-"));
  beforeAll(async () => {
    const lines = HOSTILE.map((text, at) =>
      JSON.stringify({
        _id: `p${at}`,
        title: `Kelp forests ${text} in warm water ${at}`,
        text: `Kelp forests store carbon ${text} in their holdfasts. Warm water ${text} harms kelp forests of kind ${at}.`,
        metadata: { url: `${OWN}${at}` },
      }),
    );
    const papers = join(folder, "papers.jsonl");
    writeFileSync(papers, `${lines.join("\n")}\n`);
    const dataDir = join(folder, "data");
    expect(await runCli(["index", "--source", papers, "--data-dir", dataDir])).toMatchObject({ code: 0 });
    discord = await startLoopbackDiscord();
    bot = await startBotProcess(discord, dataDir, { FOOTNOTE_LOG_LEVEL: "info" });
  });
  afterAll(async () => {
    await bot.stop();
    await discord.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, Record<string, string>]>([
    ["ask", { question: "What do kelp forests store? https://evil.example xhttps://evil.example discord.gg/evil" }],
    ["ask", { question: "Which papers are on kelp forests?" }],
    ["ask", { question: "What is the paper [x](https://evil.example) <@1> about?" }],
    ["search", { query: "kelp forests steam://run/1 \u202E" }],
    ["related", { paper: "p0" }],
    ["related", { paper: "kelp [x](https://evil.example)" }],
    ["paper show", { paper: "p7" }],
    ["paper show", { paper: "p8" }],
    ["paper add", { id: "https://evil.example/<@1>" }],
  ])("are shown as text: /%s %j", async (command, options) => {
    const asked = discord.slash(command, options);
    await discord.until(
      () =>
        (asked.response?.data.embeds.length ?? 0) > 0 ||
        /^(?!⏳|🔎|📖|✅).{20}/u.test(asked.response?.data.content ?? ""),
      "a response",
      60_000,
    );
    const { content = "", embeds = [] } = asked.response?.data ?? {};
    const texts = [content, ...embeds.flatMap(({ title = "", description = "" }) => [title, description])];
    for (const text of texts) {
      const foreign = clickableIn(text).filter(({ text: found }) => !found.replace(/^</u, "").startsWith(OWN));
      expect(foreign).toEqual([]);
      expect(text).not.toMatch(HIDDEN_CHARACTERS);
    }
    for (const { footer } of embeds) expect(footer?.text ?? "").not.toMatch(/:\/\/|\u202E/u);
    expect(discord.violations).toEqual([]);
  });
});
