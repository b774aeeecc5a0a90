/** A folder of src may import itself and what its row lists. A new folder needs a row. */
const LADDER = {
  domain: [],
  util: ["domain"],
  ports: ["domain"],
  questions: ["domain", "ports", "util"],
  retrieval: ["domain", "ports", "util", "questions"],
  indexing: ["domain", "ports", "util"],
  ingesting: ["domain", "ports", "util"],
  citations: ["domain", "ports", "util"],
  answering: ["domain", "ports", "util", "questions", "retrieval", "citations"],
  wording: ["domain", "util"],
  digest: ["domain", "ports", "util", "retrieval", "citations", "answering"],
  evaluation: ["domain", "ports", "util", "retrieval", "answering"],
  adapters: ["domain", "ports", "util"],
  health: ["domain", "ports", "util"],
  config: ["domain", "util"],
  cli: [
    "domain",
    "ports",
    "util",
    "wording",
    "config",
    "questions",
    "retrieval",
    "indexing",
    "ingesting",
    "answering",
    "digest",
    "evaluation",
  ],
  discord: ["domain", "ports", "util", "wording", "questions", "retrieval", "answering", "digest"],
  bin: ["domain", "util", "config", "cli", "adapters", "app"],
};

/** A package belongs to one place; everything else reaches it through that place. */
const OWNERS = {
  openai: "src/adapters/openai/",
  "@xenova/transformers": "src/adapters/transformers/",
  "@lancedb/lancedb": "src/adapters/lancedb/",
  "apache-arrow": "src/adapters/lancedb/",
  libsql: "src/adapters/sql/",
  "@libsql/client": "src/adapters/sql/",
  tar: "src/adapters/backup/",
  bottleneck: "src/(adapters/(openai|http)|discord)/",
  "fast-xml-parser": "src/adapters/arxiv/",
  "@retorquere/bibtex-parser": "src/indexing/",
  luxon: "src/(ingesting|digest)/",
  "ml-hclust": "src/digest/",
  croner: "src/ingesting/",
  "discord.js": "src/discord/",
  "@langchain/core": "src/answering/",
  commander: "src/(cli|bin)/",
  "cli-progress": "src/cli/",
  picocolors: "src/cli/",
  "string-width": "src/cli/",
  pino: "src/app.ts",
  "prom-client": "src/adapters/prometheus/",
  stemmer: "src/util/",
  entities: "src/util/",
  unicode2latex: "src/util/",
  "lru-cache": "src/retrieval/",
  "fastest-levenshtein": "src/(questions|retrieval)/",
  echarts: "src/evaluation/",
};

const folders = Object.keys(LADDER);

const layerRules = Object.entries(LADDER).map(([folder, allowed]) => ({
  name: `layer-${folder}`,
  comment: `src/${folder} may import ${["itself", ...allowed].join(", ")}. Move the code, or pass what it needs as an argument.`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: {
    path: "^src/",
    pathNot: [folder, ...allowed].map((name) => (name === "app" ? "^src/app(-bot)?\\.ts$" : `^src/${name}/`)),
  },
}));

const packageRules = Object.entries(OWNERS).map(([name, owner]) => ({
  name: `package-${name.replace(/[^a-z]+/gu, "-")}`,
  comment: `${name} is used in ${owner} alone. Add what you need there, behind a port.`,
  severity: "error",
  from: { path: "^src/", pathNot: `^${owner}` },
  to: { path: `^node_modules/${name}/` },
}));

export default {
  forbidden: [
    ...layerRules,
    ...packageRules,
    {
      name: "adapters-stay-apart",
      comment: "An adapter knows one outside thing; app.ts joins them.",
      severity: "error",
      from: { path: "^src/adapters/([^/]+)/" },
      to: { path: "^src/adapters/", pathNot: "^src/adapters/$1/" },
    },
    {
      name: "pure-domain",
      comment: "domain and util do no input or output; node:crypto for hashes is the exception.",
      severity: "error",
      from: { path: "^src/(domain|util|retrieval|citations)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "known-layer",
      comment: "A new folder below src needs a row in LADDER.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${folders.join("|")})/` },
      to: {},
    },
    { name: "no-circular", comment: "Split the shared part out.", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-src-to-test",
      comment: "Code never needs its tests.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    {
      name: "no-dev-dependency-in-src",
      comment: "Move the package to dependencies, or the import out of src.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
    },
    {
      name: "evaluation-apart",
      comment: "The bot never loads what measures it: only the command `evaluate` does.",
      severity: "error",
      from: { path: "^src/(bin/bot|app-bot|app-health|app)\\.ts$|^src/discord/" },
      to: { path: "^src/evaluation/", reachable: true },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
