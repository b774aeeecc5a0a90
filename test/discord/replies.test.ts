import { DiscordAPIError, MessageFlags, PermissionsBitField } from "discord.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Payload, payload } from "../../src/discord/presenters/payload.ts";
import { createChannelReply } from "../../src/discord/replies/channel-reply.ts";
import { type AnswerableInteraction, createInteractionReply } from "../../src/discord/replies/interaction-reply.ts";
import { createThrottledEdits } from "../../src/discord/replies/throttled-edits.ts";
import { createFakeClock, createFakeLogger } from "../support/fakes.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const refused = (code: number, status = 403) =>
  new DiscordAPIError({ message: "no", code }, code, status, "POST", "https://discord.test/token-123456789012345678", {
    body: undefined,
    files: undefined,
  });
const brokenConnection = () => Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
const ANSWER = payload({ content: "the answer" });

/** An interaction that notes what is called; calls fail as ordered, in turn. */
function createInteraction(over: { readonly fails?: Record<string, unknown[]>; readonly userInstall?: boolean } = {}) {
  const calls: string[] = [];
  const fails: Record<string, unknown[]> = over.fails ?? {};
  const call = async (name: string, options?: Partial<Payload> & { flags?: unknown }) => {
    const ephemeral = options?.flags === MessageFlags.Ephemeral ? " (asker only)" : "";
    calls.push(`${name}${options?.content === undefined ? "" : ` ${options.content}`}${ephemeral}`);
    const failure = fails[name]?.shift();
    if (failure !== undefined) throw failure;
    return { id: "m1", channelId: "c1" };
  };
  const interaction: AnswerableInteraction = {
    id: "i1",
    createdTimestamp: Date.parse("2026-11-22T00:00:00Z"),
    deferred: false,
    channelId: "c1",
    appPermissions: new PermissionsBitField(["SendMessages"]),
    authorizingIntegrationOwners: over.userInstall === true ? { 1: "u" } : { 0: "g" },
    deferReply: (options) => call("defer", options),
    editReply: (options) => call("edit", options),
    deleteReply: () => call("delete"),
    followUp: (options) => call("follow up", options),
  };
  const clock = createFakeClock();
  const reply = (onlyAsker = false, mayAnswer: boolean | Error = true) =>
    createInteractionReply(interaction, onlyAsker, {
      async claim() {
        if (mayAnswer instanceof Error) throw mayAnswer;
        return mayAnswer;
      },
      late: {
        sendToChannel: (_channel, message) => call("channel", message),
        sendToUser: (message) => call("user", message),
      },
      clock,
      logger: createFakeLogger(),
    });
  return { interaction, calls, clock, reply };
}

async function run<T>(work: Promise<T>): Promise<T> {
  const settled = work.catch(() => {});
  await vi.runAllTimersAsync();
  await settled;
  return work;
}

describe("the acknowledgement of an interaction", () => {
  it("counts where the claim can't be noted down, as Discord took this process's response first", async () => {
    const { reply } = createInteraction();
    expect(await run(reply(false, new Error("the state is locked")).acknowledge())).toBe(true);
  });

  it("is left to the other process where Discord took that one's and the claim can't be looked up", async () => {
    const { reply } = createInteraction({ fails: { defer: [refused(40060, 400)] } });
    await expect(run(reply(false, new Error("the state is locked")).acknowledge())).rejects.toThrow("locked");
  });

  it.each<[string, unknown[], boolean, boolean]>([
    ["arrives", [], true, true],
    ["came too late (10062)", [refused(10062, 404)], true, false],
    ["was made by another process (40060)", [refused(40060, 400)], false, false],
    ["arrived though its answer got lost (40060)", [brokenConnection(), refused(40060, 400)], true, true],
    ["is repeated when the connection breaks", [brokenConnection(), brokenConnection()], true, true],
  ])("that %s", async (_what, failures, mayAnswer, expected) => {
    const { reply, interaction } = createInteraction({ fails: { defer: failures } });
    expect(await run(reply(false, mayAnswer).acknowledge())).toBe(expected);
    if (
      failures.length > 0 &&
      expected &&
      mayAnswer &&
      failures.length === 2 &&
      failures[1] instanceof DiscordAPIError
    ) {
      expect(interaction.deferred).toBe(true);
    }
  });
});

describe("the answer to an interaction", () => {
  it("edits the response, and names the message unless the asker alone sees it", async () => {
    const { reply, calls } = createInteraction();
    expect(await run(reply().finish(ANSWER))).toEqual({ channelId: "c1", messageId: "m1" });
    expect(await run(reply(true).finish(ANSWER))).toBeNull();
    expect(calls).toEqual(["edit the answer", "edit the answer"]);
  });

  it.each<[string, Parameters<typeof createInteraction>[0], boolean, string[]]>([
    ["to the channel", {}, false, ["channel the answer"]],
    [
      "to the asker when the channel refuses",
      { fails: { channel: [refused(50013)] } },
      false,
      ["channel the answer", "user the answer"],
    ],
    ["to the asker who alone was to see it", {}, true, ["user the answer"]],
    ["to the asker where only they have installed the bot", { userInstall: true }, false, ["user the answer"]],
  ])("goes %s when the 15 minutes are over", async (_where, over, onlyAsker, expected) => {
    const known = createInteraction(over);
    known.clock.advance(14 * 60_000);
    await run(known.reply(onlyAsker).finish(ANSWER));
    expect(known.calls).toEqual(expected);
    // Discord's own word for it, where the clocks differ.
    const told = createInteraction({ ...over, fails: { ...over?.fails, edit: [refused(50027, 401)] } });
    if (over?.fails === undefined) {
      await run(told.reply(onlyAsker).finish(ANSWER));
      expect(told.calls).toEqual(["edit the answer", ...expected]);
    }
  });

  it.each([10008, 10003, 50013, 50001])("is let go when there is nowhere to show it (%i)", async (code) => {
    const { reply } = createInteraction({ fails: { edit: [refused(code)] } });
    expect(await run(reply().finish(ANSWER))).toBeNull();
  });

  it("raises what nobody foresaw", async () => {
    const { reply } = createInteraction({ fails: { edit: [refused(50035, 400)] } });
    await expect(run(reply().finish(ANSWER))).rejects.toThrow("no");
  });
});

describe("a refusal after the acknowledgement", () => {
  it("takes the public response away, and tells the asker alone", async () => {
    const { reply, calls } = createInteraction();
    await run(reply().refuse("sorry"));
    expect(calls).toEqual(["edit …", "delete", "follow up sorry (asker only)"]);
    const staged = createInteraction();
    const reply2 = staged.reply();
    reply2.stage("searching");
    await vi.advanceTimersByTimeAsync(10);
    await run(reply2.refuse("sorry"));
    expect(staged.calls).toEqual(["edit searching", "delete", "follow up sorry (asker only)"]);
  });

  it("edits a response that the asker alone sees, and never throws", async () => {
    const { reply, calls } = createInteraction({ fails: { edit: [refused(50035, 400)] } });
    await run(reply(true).refuse("sorry"));
    expect(calls).toEqual(["edit sorry"]);
  });
});

describe("a reply in a channel", () => {
  const long = {
    ...payload({ embeds: [{ title: "Why?", description: "Because. \\[1\\]", footer: { text: "3 papers" } }] }),
  };

  function createChannel(over: { readonly embeds?: boolean; readonly fails?: unknown[] } = {}) {
    const calls: string[] = [];
    const fails = over.fails ?? [];
    const note = async (name: string, { content, embeds }: Payload) => {
      calls.push(`${name} ${content}${embeds.length > 0 ? "[embed]" : ""}`);
      const failure = fails.shift();
      if (failure !== undefined) throw failure;
    };
    const message = {
      id: "m1",
      channelId: "c1",
      edit: (options: Payload) => note("edit", options),
      delete: async () => void calls.push("delete"),
    };
    const nonces = new Set<string>();
    const reply = createChannelReply({
      async send(options) {
        nonces.add(options.nonce);
        await note("send", options);
        return message;
      },
      embeds: over.embeds ?? true,
      tellAsker: (options) => note("tell", options),
      notAllowed: "not here",
      logger: createFakeLogger(),
    });
    return { calls, reply, nonces };
  }

  it("sends once and edits from then on", async () => {
    const { calls, reply } = createChannel();
    reply.stage("searching");
    await vi.advanceTimersByTimeAsync(10);
    expect(await run(reply.finish(long))).toEqual({ channelId: "c1", messageId: "m1" });
    expect(calls).toEqual(["send searching", "edit [embed]"]);
  });

  it("sends again with the same nonce when the connection breaks, so that Discord shows it once", async () => {
    const { calls, reply, nonces } = createChannel({ fails: [brokenConnection()] });
    await run(reply.finish(ANSWER));
    expect(calls).toEqual(["send the answer", "send the answer"]);
    expect(nonces.size).toBe(1);
  });

  it("is plain text where embeds are not shown", async () => {
    const { calls, reply } = createChannel({ embeds: false });
    await run(reply.finish(long));
    expect(calls).toEqual(["send **Why?**\nBecause. \\[1\\]\n-# 3 papers"]);
  });

  it("tells the asker alone where it may not post, and lets go where the channel is gone", async () => {
    const forbidden = createChannel({ fails: [refused(50013)] });
    expect(await run(forbidden.reply.finish(ANSWER))).toBeNull();
    expect(forbidden.calls).toEqual(["send the answer", "tell not here"]);
    const gone = createChannel({ fails: [refused(10003)] });
    expect(await run(gone.reply.finish(ANSWER))).toBeNull();
    expect(gone.calls).toEqual(["send the answer"]);
  });

  it("leaves nothing behind when it refuses", async () => {
    const { calls, reply } = createChannel();
    reply.stage("searching");
    await vi.advanceTimersByTimeAsync(10);
    await run(reply.refuse("sorry"));
    expect(calls).toEqual(["send searching", "delete", "tell sorry"]);
  });
});

describe("throttled edits", () => {
  it("send the latest of several versions, at most one in 1.5 s, and the last one always", async () => {
    const sent: [number, string][] = [];
    const startedMs = Date.now();
    const note = async (version: string) => void sent.push([Date.now() - startedMs, version]);
    const edits = createThrottledEdits(note, 1_500, () => {});
    for (const version of ["a", "b", "c"]) {
      edits.show(version);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(1_300);
    await run(edits.finish(() => note("end")));
    edits.show("too late");
    await vi.runAllTimersAsync();
    expect(sent).toEqual([
      [0, "a"],
      [1_500, "c"],
      [3_000, "end"],
    ]);
  });

  it("wait for an edit under way, and pass over one that fails", async () => {
    const failures: unknown[] = [];
    const order: string[] = [];
    const edits = createThrottledEdits<string>(
      async (version) => {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        order.push(version);
        throw new Error("no");
      },
      1_500,
      (error) => void failures.push(error),
    );
    edits.show("slow");
    await vi.advanceTimersByTimeAsync(10);
    await run(edits.finish(async () => void order.push("end")));
    expect(order).toEqual(["slow", "end"]);
    expect(failures).toHaveLength(1);
  });
});
