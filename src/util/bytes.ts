/** A stream of bytes whose beginning is known before it is read. */
export interface PeekedBytes {
  /** The first bytes: as many as were asked for, and more, or all there are. */
  readonly head: Uint8Array;
  /** All bytes, the head among them. Read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Reads the first `size` bytes of a stream, which stays whole. */
export async function peek(source: AsyncIterable<Uint8Array>, size: number): Promise<PeekedBytes> {
  const iterator = source[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < size && !ended) {
    const { done, value } = await iterator.next();
    if (done === true) ended = true;
    else {
      parts.push(value);
      length += value.byteLength;
    }
  }
  const head = parts.length === 1 && parts[0] !== undefined ? parts[0] : joined(parts, length);
  async function* whole(): AsyncIterable<Uint8Array> {
    try {
      if (head.byteLength > 0) yield head;
      while (!ended) {
        const { done, value } = await iterator.next();
        if (done === true) ended = true;
        else yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, bytes: whole() };
}

/** The blocks of a stream of Node.js that was opened without an encoding. */
export async function* bytesOf(stream: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  for await (const block of stream) {
    if (block instanceof Uint8Array) yield block;
    else if (typeof block === "string") yield new TextEncoder().encode(block);
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
