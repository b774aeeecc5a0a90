import { describe, expect, it } from "vitest";
import { INTENTS } from "../../src/discord/client.ts";
import { commandManifest, forOneServer, manifestHash } from "../../src/discord/commands/manifest.ts";
import { LIMITS } from "../../src/discord/limits.ts";
import { applicationIdOf, inviteLink } from "../../src/discord/permissions.ts";
import { loadOpenApiCheck } from "../support/discord/open-api.ts";

interface Named {
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description?: string;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly options?: readonly Named[];
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
}

const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES = ["de", "fr", "es-ES", "es-419", "pt-BR", "ja", "zh-CN", "zh-TW"];
const manifest = commandManifest();

function walk(command: Named): Named[] {
  return [command, ...(command.options ?? []).flatMap(walk)];
}

describe("the commands", () => {
  const named = manifest.flatMap((command) => walk(command as unknown as Named));

  it("have a name and a description in every language, within Discord's limits", () => {
    for (const { name, name_localizations: names, description, description_localizations: descriptions } of named) {
      expect(Object.keys(names ?? {}).sort()).toEqual([...LOCALES].sort());
      const isSlash = description !== undefined;
      for (const text of [name, ...Object.values(names ?? {})]) {
        if (isSlash) {
          expect(text).toMatch(SLASH_NAME);
          expect(text).toBe(text.toLowerCase());
        } else expect(text.length).toBeLessThanOrEqual(LIMITS.commandName);
      }
      for (const text of isSlash ? [description, ...Object.values(descriptions ?? {})] : []) {
        expect(text.length).toBeLessThanOrEqual(LIMITS.commandDescription);
      }
    }
  });

  it("have no two options or subcommands of one name in any language", () => {
    for (const { options = [] } of named) {
      for (const locale of LOCALES) {
        const names = options.map((option) => option.name_localizations?.[locale]);
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });

  it("have no two commands of one name in any language", () => {
    for (const locale of LOCALES) {
      const names = manifest.map((command) => command.name_localizations?.[locale as "de"]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("can be used in servers, direct messages and private channels, settings and digests in servers alone", () => {
    for (const { name, integration_types: types, contexts } of manifest) {
      const forManagers = name === "settings" || name === "digest";
      expect(types).toEqual(forManagers ? [0] : [0, 1]);
      expect(contexts).toEqual(forManagers ? [0] : [0, 1, 2]);
    }
  });

  it("have another hash when anything changes", () => {
    expect(manifestHash(manifest)).toBe(manifestHash(commandManifest()));
    expect(manifestHash(manifest)).not.toBe(manifestHash(manifest.slice(1)));
  });

  it("are as Discord's own description wants them", () => {
    const check = loadOpenApiCheck();
    if (check === null) return;
    expect(check("PUT", "/applications/123456789012345678/commands", manifest)).toEqual([]);
    expect(
      check("PUT", "/applications/123456789012345678/guilds/123456789012345678/commands", forOneServer(manifest)),
    ).toEqual([]);
  });
});

describe("what the bot asks for", () => {
  it("holds no privileged intent", () => {
    const privileged = (1 << 1) | (1 << 8) | (1 << 15);
    expect(INTENTS.reduce((bits, intent) => bits | intent, 0) & privileged).toBe(0);
  });

  it("is in the invite link: exact scopes and permissions", () => {
    const { searchParams } = new URL(inviteLink("123456789012345678"));
    expect(searchParams.get("scope")).toBe("bot applications.commands");
    // View, send, embed, read history, react, open threads, send in threads.
    expect(BigInt(searchParams.get("permissions") ?? "0")).toBe(
      (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n) | (1n << 6n) | (1n << 35n) | (1n << 38n),
    );
  });

  it("names the application that a token belongs to", () => {
    expect(applicationIdOf(`${Buffer.from("123456789012345678").toString("base64url")}.abcdef.${"x".repeat(30)}`)).toBe(
      "123456789012345678",
    );
    expect(applicationIdOf("nonsense")).toBeNull();
  });
});
