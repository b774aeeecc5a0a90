import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type GatewayDispatchPayload, GatewayIntentBits, GatewayOpcodes } from "discord-api-types/v10";
import { type RawData, type WebSocket, WebSocketServer } from "ws";

/** Intents that Discord grants on request only. */
const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

interface Session {
  readonly id: string;
  readonly sent: { readonly s: number }[];
  socket: WebSocket | null;
  sequence: number;
}

export interface LoopbackGateway {
  /** Events go to every session; those without a connection get them when they resume. */
  dispatch(event: Pick<GatewayDispatchPayload, "t"> & { readonly d: unknown }): void;
  readonly intents: readonly number[];
  readonly identifies: number;
  readonly resumes: number;
  /** Codes that the bot closed connections with. */
  readonly closeCodes: readonly number[];
  readonly heartbeats: number;
  readonly connected: boolean;
  /** Cuts the connection without a word; the session can be resumed. */
  drop(): void;
  /** Asks the bot to connect again (opcode 7). */
  requestReconnect(): void;
  /** From now on heartbeats are acknowledged, or no longer. */
  acknowledge(heartbeats: boolean): void;
  /** Ends the session (opcode 9). */
  invalidate(resumable: boolean): void;
  close(): void;
}

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatMs: number;
  readonly refuseIntents: boolean;
  /** The events that follow a new session, made one after another. */
  greet(sessionId: string): Iterable<{ readonly t: string; readonly d: unknown }>;
}

/** More that is not sent yet would only fill the memory. */
const MOST_UNSENT_BYTES = 4_000_000;

/** Discord's gateway, version 10, JSON without compression or with the one that the client asks for. */
export function attachGateway(server: Server, options: GatewayOptions): LoopbackGateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const intents: number[] = [];
  const closeCodes: number[] = [];
  let identifies = 0;
  let resumes = 0;
  let heartbeats = 0;
  let acknowledges = true;

  const send = (socket: WebSocket, payload: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(payload));
  };
  const emit = (session: Session, event: { readonly t: string; readonly d: unknown }) => {
    session.sequence += 1;
    const payload = { op: GatewayOpcodes.Dispatch, s: session.sequence, ...event };
    session.sent.push(payload);
    if (session.socket !== null) send(session.socket, payload);
  };
  /** What came before the session was ready can't be missed, and is not remembered. */
  const greet = async (session: Session, socket: WebSocket) => {
    for (const event of options.greet(session.id)) {
      session.sequence += 1;
      send(socket, { op: GatewayOpcodes.Dispatch, s: session.sequence, ...event });
      while (socket.bufferedAmount > MOST_UNSENT_BYTES && socket.readyState === socket.OPEN) await sleep(2);
    }
  };
  const live = () => [...sessions.values()].flatMap(({ socket }) => socket ?? []);

  sockets.on("connection", (socket) => {
    let session: Session | undefined;
    send(socket, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: options.heartbeatMs }, s: null, t: null });
    socket.on("close", (code) => {
      closeCodes.push(code);
      if (session?.socket === socket) session.socket = null;
    });
    socket.on("error", () => {});
    socket.on("message", (data: RawData) => {
      const { op, d } = JSON.parse(String(data)) as { op: GatewayOpcodes; d: Record<string, unknown> };
      if (op === GatewayOpcodes.Heartbeat) {
        heartbeats += 1;
        if (acknowledges) send(socket, { op: GatewayOpcodes.HeartbeatAck, d: null, s: null, t: null });
      } else if (op === GatewayOpcodes.Identify) {
        if (d["token"] !== options.token) return socket.close(4004, "Authentication failed.");
        intents.push(Number(d["intents"]));
        if (options.refuseIntents && (Number(d["intents"]) & PRIVILEGED) !== 0) return socket.close(4014);
        identifies += 1;
        session = { id: `session-${identifies}`, sent: [], socket, sequence: 0 };
        sessions.set(session.id, session);
        void greet(session, socket);
      } else if (op === GatewayOpcodes.Resume) {
        session = sessions.get(String(d["session_id"]));
        if (session === undefined || d["token"] !== options.token) {
          return send(socket, { op: GatewayOpcodes.InvalidSession, d: false, s: null, t: null });
        }
        resumes += 1;
        session.socket = socket;
        for (const missed of session.sent.filter(({ s }) => s > Number(d["seq"]))) send(socket, missed);
        emit(session, { t: "RESUMED", d: {} });
      }
      return undefined;
    });
  });

  return {
    intents,
    closeCodes,
    get identifies() {
      return identifies;
    },
    get resumes() {
      return resumes;
    },
    get heartbeats() {
      return heartbeats;
    },
    get connected() {
      return live().length > 0;
    },
    dispatch(event) {
      for (const session of sessions.values()) emit(session, { t: String(event.t), d: event.d });
    },
    drop() {
      for (const socket of live()) socket.terminate();
    },
    acknowledge(wanted) {
      acknowledges = wanted;
    },
    requestReconnect() {
      for (const socket of live()) send(socket, { op: GatewayOpcodes.Reconnect, d: null, s: null, t: null });
    },
    invalidate(resumable) {
      const open = live();
      if (!resumable) sessions.clear();
      for (const socket of open) send(socket, { op: GatewayOpcodes.InvalidSession, d: resumable, s: null, t: null });
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
