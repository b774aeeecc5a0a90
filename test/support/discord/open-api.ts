import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { PROJECT_ROOT } from "../../../src/config/project-root.ts";

/** Discord's own description of its HTTP API; it lies beside the project where there is one, and is never part of it. */
const FILE = `${PROJECT_ROOT}/../shared/discord-api/openapi.json`;

export type CheckBody = (method: string, path: string, body: unknown) => string[];

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

let loaded: CheckBody | null | undefined;

/** Checks request bodies against the description; null where it is not at hand. */
export function loadOpenApiCheck(): CheckBody | null {
  if (loaded === undefined) loaded = existsSync(FILE) ? createCheck(JSON.parse(readFileSync(FILE, "utf8"))) : null;
  return loaded;
}

function createCheck(description: OpenApi): CheckBody {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  // The package's types name its CommonJS default.
  (addFormats as unknown as (target: typeof ajv) => void)(ajv);
  ajv.addFormat("snowflake", /^(?:0|[1-9]\d{0,19})$/u);
  ajv.addFormat("nonce", true);
  ajv.addSchema({ $id: "discord", ...(relaxed(description) as object) });
  const routes = Object.keys(description.paths)
    .map((path) => ({
      path,
      parameters: path.match(/\{\w+\}/gu)?.length ?? 0,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, "[^/]+")}$`, "u"),
    }))
    // Literal parts (`@me`, `@original`) come first.
    .sort((a, b) => a.parameters - b.parameters);
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();

  return (method, path, body) => {
    const route = routes.find(({ pattern }) => pattern.test(path));
    const operation = route === undefined ? undefined : description.paths[route.path]?.[method.toLowerCase()];
    if (route === undefined || operation === undefined) return [`${method} ${path} is no operation of Discord's`];
    if (operation.requestBody === undefined || body === undefined) return [];
    const escaped = route.path.replaceAll("~", "~0").replaceAll("/", "~1");
    const pointer = `discord#/paths/${escaped}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
  };
}

/** As the description's own introduction says: `oneOf` means “one of the list”, and integers may come as strings. */
function relaxed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(relaxed);
  if (typeof node !== "object" || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) copy[key === "oneOf" ? "anyOf" : key] = relaxed(value);
  const types = [copy["type"]].flat();
  const open = ["enum", "anyOf", "allOf", "const"].every((key) => copy[key] === undefined);
  if (types.includes("integer") && !types.includes("string") && open) {
    copy["type"] = [...types, "string"];
    copy["pattern"] = "^-?[0-9]+$";
    delete copy["format"];
  }
  return copy;
}
