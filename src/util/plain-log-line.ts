import { cleanLine } from "./clean-text.ts";

const LEVELS: Readonly<Record<number, string>> = { 20: "debug", 30: "info", 40: "warning", 50: "error", 60: "error" };
/** Fields that say nothing to a person. */
const LEFT_OUT = new Set(["level", "time", "msg", "pid", "hostname"]);
const LONGEST_FIELD = 300;
/** Deeper values are left out. */
const DEEPEST = 8;

/**
 * A line of a JSON log as a person reads it on a terminal: `footnote: warning: the service is slow (code SLOW)`. What
 * is no such line is shown cleaned. Ends with a line break.
 */
export function plainLogLine(line: string): string {
  const fields = fieldsOf(line);
  if (fields === null) return `footnote: ${cleanLine(line)}\n`;
  const level = LEVELS[Number(fields["level"])] ?? "note";
  const told = Object.entries(fields)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined)
    .map(([name, value]) => `${name} ${inShort(value)}`);
  const { msg = "" } = fields;
  const message = typeof msg === "string" ? cleanLine(msg) : inShort(msg);
  return `footnote: ${level}: ${message}${told.length === 0 ? "" : ` (${told.join(", ")})`}\n`;
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A value in short: text as it is, an error by its message, everything else as its parts. */
function inShort(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return "…";
  const text = Array.isArray(value)
    ? value.map((each) => inShort(each, depth + 1)).join(" ")
    : typeof value === "object" && value !== null
      ? "stack" in value && typeof value.stack === "string"
        ? value.stack
        : Object.entries(value)
            .map(([name, each]) => `${name} ${inShort(each, depth + 1)}`)
            .join(" ")
      : String(value);
  return cleanLine(text).slice(0, LONGEST_FIELD);
}
