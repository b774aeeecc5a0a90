import { z } from "zod";
import { LIMITS } from "./limits.ts";

/** What a component or modal does; its id carries this and nothing else. The ids in it are looked up, never trusted. */
export type Action =
  | { readonly do: "follow-up" | "new-topic" | "sources" | "helpful" | "unhelpful"; readonly answerId: string }
  | { readonly do: "ask-about" | "related" | "less"; readonly paperKey: string }
  | {
      readonly do: "related-page";
      readonly paperKey: string;
      readonly sort: "similar" | "recent";
      readonly from: number;
    }
  | { readonly do: "search-page"; readonly searchId: string; readonly from: number }
  | { readonly do: "pick"; readonly what: PickedFor }
  | { readonly do: "look"; readonly what: "paper" }
  | { readonly do: "add-paper"; readonly arxivId: string }
  | { readonly do: "settings"; readonly field: SettingsField }
  | { readonly do: "delete-data"; readonly sure: "yes" | "no" };

/** What a paper is picked for, where its title was not clear. */
export type PickedFor = "related" | "paper";

export type SettingsField = "channels" | "visibility" | "threads" | "language" | "limits";

const offset = z.coerce.number().int().min(0).max(1_000);
const answerId = z.string().min(1).max(64);
const paperKey = z.string().length(16);

/** `action:part:part`; short, opaque, within Discord's limit. */
export function encodeAction(action: Action): string {
  const id = partsOf(action).join(":");
  if (id.length > LIMITS.customId) throw new Error(`a custom id of ${id.length} characters`);
  return id;
}

function partsOf(action: Action): (string | number)[] {
  switch (action.do) {
    case "ask-about":
    case "related":
    case "less":
      return [action.do, action.paperKey];
    case "related-page":
      return [action.do, action.paperKey, action.sort, action.from];
    case "search-page":
      return [action.do, action.searchId, action.from];
    case "pick":
    case "look":
      return [action.do, action.what];
    case "add-paper":
      return [action.do, action.arxivId];
    case "settings":
      return [action.do, action.field];
    case "delete-data":
      return [action.do, action.sure];
    default:
      return [action.do, action.answerId];
  }
}

const actionSchemas = {
  "follow-up": z.tuple([answerId]).transform(([id]): Action => ({ do: "follow-up", answerId: id })),
  "new-topic": z.tuple([answerId]).transform(([id]): Action => ({ do: "new-topic", answerId: id })),
  sources: z.tuple([answerId]).transform(([id]): Action => ({ do: "sources", answerId: id })),
  helpful: z.tuple([answerId]).transform(([id]): Action => ({ do: "helpful", answerId: id })),
  unhelpful: z.tuple([answerId]).transform(([id]): Action => ({ do: "unhelpful", answerId: id })),
  "ask-about": z.tuple([paperKey]).transform(([key]): Action => ({ do: "ask-about", paperKey: key })),
  related: z.tuple([paperKey]).transform(([key]): Action => ({ do: "related", paperKey: key })),
  less: z.tuple([paperKey]).transform(([key]): Action => ({ do: "less", paperKey: key })),
  "related-page": z
    .tuple([paperKey, z.enum(["similar", "recent"]), offset])
    .transform(([key, sort, from]): Action => ({ do: "related-page", paperKey: key, sort, from })),
  "search-page": z
    .tuple([answerId, offset])
    .transform(([searchId, from]): Action => ({ do: "search-page", searchId, from })),
  pick: z.tuple([z.enum(["related", "paper"])]).transform(([what]): Action => ({ do: "pick", what })),
  look: z.tuple([z.literal("paper")]).transform(([what]): Action => ({ do: "look", what })),
  "add-paper": z.tuple([z.string().min(1).max(40)]).transform(([id]): Action => ({ do: "add-paper", arxivId: id })),
  settings: z
    .tuple([z.enum(["channels", "visibility", "threads", "language", "limits"])])
    .transform(([field]): Action => ({ do: "settings", field })),
  "delete-data": z.tuple([z.enum(["yes", "no"])]).transform(([sure]): Action => ({ do: "delete-data", sure })),
};

/** The action of a custom id; null for one that this program never made. */
export function decodeAction(customId: string): Action | null {
  const [name = "", ...parts] = customId.split(":");
  const schema = Object.entries(actionSchemas).find(([known]) => known === name)?.[1];
  const parsed = schema?.safeParse(parts);
  return parsed?.success === true ? parsed.data : null;
}
