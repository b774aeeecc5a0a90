/** What one document of a reply says. */
export type CompletionPart =
  | {
      readonly kind: "reply";
      readonly text: string;
      /** `cut`: the service's limit of tokens ended it; null: it goes on. */
      readonly end: "whole" | "cut" | null;
    }
  | { readonly kind: "error"; readonly message: string | null }
  /** A sign of life: usage, a ping, a document of another kind. */
  | { readonly kind: "other" };

/** Reasons that end a reply, in the words of several services. Any other word says nothing. */
const ENDS_WHOLE =
  /^(?:stop|stopped|stop_sequence|end|ended|end_turn|eos|eos_token|eot|done|finish|finished|complete|completed|tool_calls?|tool_use|function_call)$/iu;
const ENDS_CUT =
  /^(?:length|max_tokens|max_length|max_output_tokens|model_length|context_length|content_filter|safety|recitation|blocklist|prohibited_content)$/iu;
const ENDS_IN_ERROR = /^(?:error|errored|failed|failure|abort|aborted|cancelled|canceled|timeout)$/iu;
/** Parts of a list that hold what the model thinks. */
const THINKING_PART = /think|thought|reason|reflect|analysis|scratch/iu;
/** Where services put their words about an error. */
const MESSAGE_KEYS = [
  "message",
  "msg",
  "detail",
  "error_msg",
  "error_message",
  "status_msg",
  "error",
  "errors",
  "title",
];
/** Fields that no chat completion has, and an error without an `error` has. */
const ERROR_KEYS = ["code", "error_code", "errorCode", "status", "status_code", "statusCode", "success", "type"];
const DEEPEST = 6;

type Fields = Readonly<Record<string, unknown>>;

export interface CompletionReader {
  /** Reads one document: a chunk of a stream, or a whole completion. */
  read(value: unknown, eventName: string | null): CompletionPart;
}

/**
 * Reads the documents of one reply. Only text is passed on: what a model thinks in fields and parts of their own, its
 * calls of tools and the second of several choices are left out.
 */
export function createCompletionReader(): CompletionReader {
  let isStreamed = false;

  function readChoices(choices: readonly unknown[], isChunk: boolean): CompletionPart {
    const choice = choices.filter(isFields).find(({ index }) => Number(index ?? 0) === 0);
    if (choice === undefined) return { kind: "other" };
    if (isError(choice["error"])) return { kind: "error", message: messageIn(choice["error"]) };
    const { delta, message, text } = choice;
    const inDelta = contentOf(delta);
    const hasDelta = isFields(delta) || typeof delta === "string";
    if (inDelta !== "") isStreamed = true;
    // A last chunk may repeat the whole message.
    const said = hasDelta && (isStreamed || isChunk) ? inDelta : `${inDelta}${contentOf(message)}${textOf(text)}`;
    const reason = typeof choice["finish_reason"] === "string" ? choice["finish_reason"].trim() : "";
    if (ENDS_IN_ERROR.test(reason)) return { kind: "error", message: null };
    if (ENDS_CUT.test(reason)) return { kind: "reply", text: said, end: "cut" };
    const isWhole = ENDS_WHOLE.test(reason) || (!isChunk && !hasDelta && isFields(message));
    return { kind: "reply", text: said, end: isWhole ? "whole" : null };
  }

  return {
    read(value, eventName) {
      const document = Array.isArray(value) ? value.find(isFields) : value;
      if (!isFields(document)) return { kind: "other" };
      if (eventName === "error") return { kind: "error", message: messageIn(document) };
      if (isError(document["error"])) return { kind: "error", message: messageIn(document["error"]) };
      const { choices, object } = document;
      if (Array.isArray(choices)) return readChoices(choices, object === "chat.completion.chunk");
      return isErrorDocument(document) ? { kind: "error", message: messageIn(document) } : { kind: "other" };
    },
  };
}

/** An `error` that says something: some services send an empty one with every chunk. */
function isError(error: unknown): boolean {
  if (isFields(error)) return Object.values(error).some((value) => value !== null && value !== "" && value !== 0);
  if (Array.isArray(error)) return error.length > 0;
  return error === true || (typeof error === "string" && error.trim() !== "");
}

/** An error in another form than `{"error": …}`. */
function isErrorDocument(document: Fields): boolean {
  const { object, type, errors, detail, base_resp: response } = document;
  if (object === "error" || type === "error" || isError(errors)) return true;
  if (isFields(response)) return response["status_code"] !== 0 && response["status_code"] !== undefined;
  if (messageIn(document) === null) return false;
  return detail !== undefined || ERROR_KEYS.some((key) => document[key] !== undefined && document[key] !== 0);
}

/** The service's own words on an error; null where there are none. */
export function messageIn(error: unknown, depth = 0): string | null {
  if (depth > DEEPEST) return null;
  if (typeof error === "string") {
    const text = error.trim();
    const inner = /^[{[]/u.test(text) ? parsed(text) : undefined;
    return text === "" ? null : ((inner === undefined ? null : messageIn(inner, depth + 1)) ?? text);
  }
  if (Array.isArray(error)) return error.length === 0 ? null : messageIn(error[0], depth + 1);
  if (!isFields(error)) return null;
  for (const key of [...MESSAGE_KEYS, "base_resp"]) {
    const message = messageIn(error[key], depth + 1);
    if (message !== null) return message;
  }
  return null;
}

function contentOf(message: unknown): string {
  return isFields(message) ? textOf(message["content"]) : textOf(message);
}

/** The text of a content: a string, a part, or a list of both. Parts of thinking and of other media have none. */
function textOf(content: unknown, depth = 0): string {
  if (typeof content === "string") return content;
  if (depth > DEEPEST) return "";
  if (Array.isArray(content)) return content.map((part) => textOf(part, depth + 1)).join("");
  if (!isFields(content)) return "";
  const { type, thought, text, content: inner, value } = content;
  if ((typeof type === "string" && THINKING_PART.test(type)) || thought === true) return "";
  return textOf(text ?? inner ?? value, depth + 1);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
