import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatReply, startChatServer } from "../support/chat-server.ts";
import { type CliResult, runCli, startCli } from "../support/run-cli.ts";
import { ARXIV_ERROR, arxivFeed, dailyPaper } from "../support/service-answers.ts";

const SUBJECTS = ["grokking", "dropout", "loss landscapes"];

/** The two services on loopback, the real program beside them. */
describe("ingest and digest", () => {
  let folder: string;
  let server: Server;
  let refuse: string | null = null;
  /** The day that is never answered, and the one that is answered in half, once. */
  let hang: string | null = null;
  let halve: string | null = null;
  const asked: string[] = [];
  const env: Record<string, string> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "footnote-sources-"));
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
      const day = searchParams.get("date");
      asked.push(day ?? request.url ?? "");
      if (day !== null && day === refuse) {
        response.writeHead(429, { "retry-after": "7200" }).end();
      } else if (day !== null && day === hang) {
        // The connection stays open.
      } else if (pathname === "/api/daily_papers") {
        const papers = SUBJECTS.map((subject, index) =>
          dailyPaper(`2603.${(day ?? "0").slice(-2)}00${index}`, `${subject} of day ${day}`, {
            title: `On ${subject} @everyone 1 < 2 of day ${day}`,
          }),
        );
        const body = JSON.stringify(papers);
        response.writeHead(200, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body).toString(),
        });
        if (day === null || day !== halve) response.end(body);
        else {
          halve = null;
          response.write(body.slice(0, body.length / 2), () => response.destroy());
        }
      } else if (searchParams.get("id_list") === "0000.00000") {
        response.writeHead(400, { "content-type": "application/atom+xml" }).end(ARXIV_ERROR);
      } else {
        const body = arxivFeed([{ id: "2603.09000v2", subject: "grokking again" }]);
        response.writeHead(200, { "content-type": "application/atom+xml" }).end(body);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(env, { HUGGINGFACE_API_URL: base, ARXIV_API_URL: base, FOOTNOTE_CONTACT: "me@example.org" });
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]): Promise<CliResult> => runCli([...args, "--data-dir", join(folder, "data")], { env });

  it("goes on where a service refused, and loses nothing", async () => {
    refuse = "2026-03-10";
    const first = await run("ingest", "huggingface", "--week", "2026-W11", "--json");
    expect(first.code).toBe(69);
    expect(JSON.parse(first.stdout)).toMatchObject({
      source: "huggingface",
      fetched: 3,
      added: 3,
      failed: [{ id: "2026-03-10", reason: expect.stringContaining("asks to wait 120 minutes") }],
    });
    refuse = null;
    asked.length = 0;
    const second = await run("ingest", "huggingface", "--week", "2026-W11", "--json");
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(second.stdout)).toMatchObject({ fetched: 18, added: 18, failed: [] });
    expect(asked[0]).toBe("2026-03-10");
  });

  it("loses nothing where it is killed in the middle of a backfill, or a page comes in half", async () => {
    hang = "2026-03-19";
    asked.length = 0;
    const args = ["ingest", "huggingface", "--week", "2026-W12", "--json", "--data-dir", join(folder, "killed")];
    const child = startCli(args, { env });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await expect.poll(() => asked.at(-1), { timeout: 60_000 }).toBe("2026-03-19");
    child.kill("SIGKILL");
    await ended;
    hang = null;
    halve = "2026-03-20";
    const again = await runCli(args, { env });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ fetched: 21, added: 21, failed: [] });
    expect(asked.filter((day) => day === "2026-03-20")).toHaveLength(2);
    const { stdout } = await runCli(args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ fetched: 21, added: 0, enriched: 0, unchanged: 21 });
  }, 120_000);

  it("knows a paper again that another service lists", async () => {
    const { code, stdout } = await run("ingest", "arxiv", "--query", "all:grokking", "--since", "2026-01-01", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ source: "arxiv", fetched: 1, added: 0, enriched: 1, failed: [] });
  });

  it("passes on what arXiv says is wrong", async () => {
    const { code, stderr } = await run("ingest", "arxiv", "--id", "0000.00000");
    expect(code).toBe(64);
    expect(stderr).toBe("footnote: arXiv does not understand the request: incorrect id format for abc.\n");
  });

  it("reads ids as people copy them, and names what is none before it asks", async () => {
    asked.length = 0;
    const address = "https://arxiv.org/pdf/2603.09000v2.pdf";
    expect((await run("ingest", "arxiv", "--id", address, "ARXIV:2603.09000")).code).toBe(0);
    expect(asked).toEqual([expect.stringContaining("id_list=2603.09000&")]);
    asked.length = 0;
    const { code, stderr } = await run("ingest", "arxiv", "--id", "2603.09000", "hello", "10.1000/182");
    expect(code).toBe(64);
    expect(stderr).toContain("“hello”, “10.1000/182” are no arXiv ids");
    expect(asked).toEqual([]);
  });

  it("keeps the abstract and the precision of dates that it knows", async () => {
    const data = join(folder, "known");
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return runCli(["ingest", join(folder, name), "--data-dir", data]);
    };
    const abstract = "Peat lanterns burn for nine hours on a handful of dry peat.";
    await write("one.bib", `@article{p, title={Lanterns of the Bog}, year=2018, month=apr, abstract={${abstract}}}`);
    await write("two.bib", "@article{p, title={Lanterns of the bog.}, year=2018, abstract={Abstract not available.}}");
    await write("three.bib", "@article{p, title={Lanterns of the bog}, abstract={Peat lanterns burn for ni...}}");
    const { stdout } = await runCli(["search", "peat lanterns", "--since", "2018-04", "--json", "--data-dir", data]);
    expect(JSON.parse(stdout).results).toMatchObject([{ published: "2018-04", snippet: abstract }]);
  });

  it("takes exports of reference managers, and names the entry that is broken", async () => {
    const bib = join(folder, "refs.bib");
    writeFileSync(bib, "@misc{a, title={Neural Collapse Notes}, abstract={A text.}}\n@misc{b, title={Never");
    const { code, stdout, stderr } = await run("ingest", bib, "--json");
    expect(code).toBe(65);
    expect(JSON.parse(stdout)).toMatchObject({ added: 1, failed: [{ id: `${bib}:2` }] });
    expect(JSON.parse(stderr)).toEqual({
      error: { code: "INPUT_INVALID", message: "The files had 1 problem; everything else is indexed." },
    });
  });

  it("reads standard input by what it holds", async () => {
    const args = ["ingest", "-", "--json", "--data-dir", join(folder, "piped")];
    for (const [input, added] of [
      ['{"_id":"1","title":"From JSON lines","text":"A text."}', 1],
      ["@misc{a, title={From BibTeX}, abstract={A text.}}", 1],
      ["TY  - JOUR\rTI  - From RIS\rAB  - A text.\rER  - \r", 1],
      ["title,abstract\na,b\n", 0],
    ] as const) {
      const { code, stdout } = await runCli(args, { env, input });
      expect({ code, added: JSON.parse(stdout).added }).toEqual({ code: added === 1 ? 0 : 65, added });
    }
    const { stdout } = await runCli(["sources", "--json", "--data-dir", join(folder, "piped")], { env });
    expect(JSON.parse(stdout).runs).toMatchObject([
      { source: "files", request: "standard input", fetched: 0, problem: expect.stringContaining("table (CSV") },
      { added: 1, problem: null },
      { added: 1, problem: null },
      { added: 1, problem: null },
    ]);
  });

  it("tells what was fetched, when, and with what result", async () => {
    const { stdout } = await run("sources", "--json");
    const { runs } = JSON.parse(stdout);
    expect(runs).toMatchObject([
      { source: "files", request: join(folder, "refs.bib"), added: 1, problem: expect.stringContaining("refs.bib:2") },
      { source: "arxiv", request: "2603.09000", unchanged: 1, problem: null },
      { source: "arxiv", enriched: 1, problem: null },
      { source: "huggingface", added: 18, problem: null },
      { source: "huggingface", added: 3, problem: expect.stringContaining("429") },
    ]);
    expect((await run("sources")).stdout).toContain("2026-03-09 to 2026-03-15: 18 fetched, 18 added");
  });

  it("lets a language model name the themes and sum the papers up, where one is configured", async () => {
    const model = await startChatServer((response) => {
      const prompt: string = JSON.parse(model.requests.at(-1) ?? "").messages.at(-1).content;
      // Each paper's first sentence with a word of its own before it.
      const sentences = [...prompt.matchAll(/^\[\d+\] .*\n([^.]+\.)/gmu)].map(([, first]) => `Here ${first}`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(chatReply(`Sure: ${JSON.stringify(["Dropout days", ...sentences])}`));
    });
    const { code, stdout } = await runCli(["digest", "preview", "--json", "--data-dir", join(folder, "data")], {
      env: { ...env, OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: "test" },
    });
    expect(code).toBe(0);
    const { themes } = JSON.parse(stdout);
    const papers: { sentence: string; quote: string }[] = themes.flatMap((theme: { papers: object[] }) => theme.papers);
    expect(papers.length).toBeGreaterThan(3);
    expect(model.requests.filter((body) => body.includes("You introduce new"))).toHaveLength(themes.length);
    expect(papers.filter(({ sentence }) => sentence.startsWith("Here ")).length).toBeGreaterThan(0);
    expect(papers.every(({ quote }) => !quote.startsWith("Here "))).toBe(true);
    await model.close();
  });

  it("previews the digest of what came in, in the terminal, as JSON and as a page", async () => {
    const page = join(folder, "digest.html");
    const { code, stdout } = await run("digest", "preview", "--json", "--html", page);
    expect(code).toBe(0);
    const digest = JSON.parse(stdout);
    expect(digest).toMatchObject({ newPapers: 22, quiet: false, reason: null });
    expect(Object.keys(digest)).toEqual(
      expect.arrayContaining(["week", "since", "newPapers", "quiet", "reason", "themes"]),
    );
    for (const theme of digest.themes) {
      for (const paper of theme.papers) {
        expect(Object.keys(paper)).toEqual(["paperId", "title", "url", "sentence", "quote", "why"]);
      }
    }
    const html = readFileSync(page, "utf8");
    expect(html).toContain("@everyone 1 &lt; 2");
    expect(html).not.toContain("1 < 2");
    expect((await run("digest", "preview")).stdout).toContain("22 new papers (Hugging Face 21, arXiv 1, files 1)");
  });

  it("says what is wrong with a request, in one line", async () => {
    const wrong: [string[], string][] = [
      [["ingest"], "Name a source: huggingface, arxiv, or files (see ingest --help)."],
      [["ingest", "huggingface"], "Give one of --date, --week, --month, --since and --trending."],
      [["ingest", "huggingface", "--date", "2026-02-30"], "“2026-02-30” is no day: write 2026-03-11."],
      [["ingest", "arxiv"], "Give either --query or --id."],
      [["digest", "preview", "--week", "2026-W99"], "“2026-W99” is no week: write 2026-W47."],
    ];
    for (const [args, message] of wrong) {
      expect(await run(...args)).toMatchObject({ code: 64, stderr: `footnote: ${message}\n`, stdout: "" });
    }
  });
});
