import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readCopy, readDockerfile } from "../support/dockerfile.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const exists = (path: string) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

const stages = readDockerfile(read("Dockerfile"));
const [build, image] = stages;
const only = (name: string) => image?.instructions.filter((each) => each.name === name).map(({ rest }) => rest) ?? [];

describe("the Dockerfile", () => {
  it("has a stage that builds, and one that runs without what only building needs", () => {
    expect(stages.map(({ name }) => name)).toEqual(["build", ""]);
    expect(build?.instructions.at(-1)?.rest).toContain("npm prune --omit=dev");
    expect(image?.instructions.map(({ rest }) => rest).join("\n")).not.toMatch(/npm |apt-get/u);
  });

  it("copies what is there, and what the build's context is sent", () => {
    const sent = read(".dockerignore").split("\n");
    expect(sent[0]).toBe("**");
    for (const stage of stages) {
      for (const { name, rest } of stage.instructions) {
        if (name !== "COPY") continue;
        const { from, sources } = readCopy(rest);
        if (from !== "") expect(stages.map((each) => each.name)).toContain(from);
        else
          for (const source of sources)
            expect([source, exists(source), sent.includes(`!${source}`)]).toEqual([source, true, true]);
      }
    }
  });

  it("runs as a user that is not root, keeps one volume, and is looked after", () => {
    expect(only("USER")).toEqual(["1000:1000"]);
    expect(only("VOLUME")).toEqual(["/data"]);
    expect(only("HEALTHCHECK").join()).toContain("/readyz");
    expect(only("ENV").join()).toMatch(/FOOTNOTE_DATA_DIR=\/data .*FOOTNOTE_HEALTH_PORT=8080/u);
    expect(only("ENTRYPOINT")).toEqual(['["node", "dist/bin/bot.js"]']);
    expect(exists("src/bin/bot.ts")).toBe(true);
  });
});

describe("the lock file", () => {
  const lockSchema = z.object({
    packages: z.record(
      z.string(),
      z.object({
        dev: z.boolean().optional(),
        os: z.array(z.string()).optional(),
        cpu: z.array(z.string()).optional(),
        libc: z.array(z.string()).optional(),
      }),
    ),
  });
  const { packages } = lockSchema.parse(JSON.parse(read("package-lock.json")));
  const nativeFor = (cpu: string) =>
    Object.entries(packages)
      .filter(([, entry]) => entry.dev !== true && entry.os?.includes("linux") && entry.cpu?.includes(cpu))
      .filter(([path]) => !/musl/u.test(path))
      .map(([path]) => path.replace(/\b(?:x64|arm64)\b/u, "CPU"))
      .sort();

  it("has every native package of the program for linux/amd64 and linux/arm64", () => {
    expect(nativeFor("arm64")).toEqual(nativeFor("x64"));
    for (const name of ["@lancedb/lancedb-linux-CPU-gnu", "@libsql/linux-CPU-gnu"]) {
      expect(nativeFor("x64")).toContain(`node_modules/${name}`);
    }
  });

  it("comes with an ONNX runtime for both", () => {
    const runtime = "node_modules/@xenova/transformers/node_modules/onnxruntime-node/bin/napi-v3/linux";
    expect(readdirSync(fileURLToPath(new URL(`../../${runtime}`, import.meta.url))).sort()).toEqual(["arm64", "x64"]);
  });
});

describe("compose.yaml", () => {
  const text = read("compose.yaml");
  const services = new Map(
    [
      ...(text.split("\nservices:\n")[1]?.split("\nvolumes:\n")[0] ?? "").matchAll(
        /^ {2}(\w+):\n((?: {4}.*\n|\n| {2}#.*\n)+)/gmu,
      ),
    ].map(([, name = "", body = ""]) => [name, body]),
  );

  it("starts the bot alone unless a profile is named", () => {
    const profiles = [...services].map(([name, body]) => [name, /profiles: \[(\w+)\]/u.exec(body)?.[1] ?? null]);
    expect(Object.fromEntries(profiles)).toEqual({
      footnote: null,
      prometheus: "monitoring",
      grafana: "monitoring",
      redis: "redis",
      ollama: "ollama",
    });
  });

  it.each([...services])("hardens %s, pins its version, and looks after it", (name, body) => {
    expect(text).toMatch(/read_only: true\n {2}cap_drop: \[ALL\]\n {2}security_opt: \["no-new-privileges:true"\]/u);
    expect(body).toContain("<<: *hardened");
    expect(body).toMatch(/image: [\w./-]+:v?\d+\.\d+\.\d+/u);
    expect(body).toContain("tmpfs:");
    if (name !== "footnote") expect(body).toContain("healthcheck:");
    // Nothing is opened to the network.
    for (const [port] of body.matchAll(/ports: .*/gu)) expect(port).toContain('"127.0.0.1:');
  });

  it("mounts what is there, and watches the port that the image listens on", () => {
    for (const [, path = ""] of text.matchAll(/- (\.\/deploy\/[^:]+):/gu))
      expect([path, exists(path)]).toEqual([path, true]);
    expect(read("deploy/prometheus.yml")).toContain('"footnote:8080"');
    expect(services.get("footnote")).toContain('FOOTNOTE_HEALTH_PORT: "8080"');
    // Prometheus is another container; the port is not published.
    expect(services.get("footnote")).toContain('FOOTNOTE_HEALTH_HOST: "0.0.0.0"');
    expect(services.get("footnote")).not.toContain("ports:");
    expect(read("package.json")).toContain(`"version": "${/image: footnote:(\S+)/u.exec(text)?.[1]}"`);
  });
});

describe("the unit of systemd", () => {
  const unit = read("deploy/footnote.service");
  it("sets variables that there are, and starts what is built", () => {
    for (const [, name = ""] of unit.matchAll(/^Environment=(?!NODE_ENV)(\w+)=/gmu)) {
      expect(read(".env.example")).toMatch(new RegExp(`^${name}=`, "mu"));
    }
    expect(unit).toContain("ExecStart=/usr/bin/env node dist/bin/bot.js");
    expect(unit).toMatch(/^ProtectSystem=strict$/mu);
    expect(unit).toMatch(/^NoNewPrivileges=yes$/mu);
  });
});

describe("SECURITY.md", () => {
  it("leads to files that are there, among them the one table of limits", () => {
    const links = [...read("SECURITY.md").matchAll(/\]\(([^)#:]+)[^)]*\)/gu)].map(([, path = ""]) => path);
    expect(links).toContain("docs/limits.md");
    for (const path of links) expect([path, exists(path)]).toEqual([path, true]);
  });
});
