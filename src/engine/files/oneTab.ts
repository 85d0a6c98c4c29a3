/** Files that several tabs want at once: one tab writes a file, and the others follow it. */
import { abortedError } from "../../shared/errors";

/** A tab that says nothing for so long is suspended, or its connection is; in milliseconds. */
const SILENCE = 30_000;

/** Shortest time between two reports to the other tabs, in milliseconds. */
const REPORTED_EVERY = 200;

export interface Turn {
  /** Name of the file's content, such as its hash. */
  key: string;
  /** Called with the bytes that are here, whichever tab brings them. */
  onBytes: (bytes: number) => void;
  signal: AbortSignal | undefined;
}

/**
 * The result of `work`, which one tab at a time does for `key`. The others wait, and are told of
 * its progress; they do their own work once that tab is done, was closed, or has fallen silent.
 * `work` reports by the function that it is given. Throws "aborted" while it waits.
 */
export async function inOneTab<T>(
  { key, onBytes, signal }: Turn,
  work: (onBytes: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks || typeof BroadcastChannel === "undefined") return work(onBytes);
  const name = `file ${key}`;
  const channel = new BroadcastChannel(name);
  const given = new AbortController();
  const waiting = AbortSignal.any([given.signal, ...(signal ? [signal] : [])]);
  let silence = setTimeout(() => given.abort(), SILENCE);
  channel.onmessage = ({ data }) => {
    clearTimeout(silence);
    silence = setTimeout(() => given.abort(), SILENCE);
    if (typeof data === "number") onBytes(data);
  };
  const begin = () => {
    clearTimeout(silence);
    channel.onmessage = null;
    return work(reporting(channel, onBytes));
  };
  let hasBegun = false;
  try {
    return await locks.request(name, { signal: waiting }, () => {
      hasBegun = true;
      return begin();
    });
  } catch (error) {
    if (hasBegun) throw error;
    if (signal?.aborted) throw abortedError();
    if (!given.signal.aborted) throw error;
    return await begin();
  } finally {
    clearTimeout(silence);
    channel.close();
  }
}

function reporting(
  channel: BroadcastChannel,
  onBytes: (bytes: number) => void,
): (bytes: number) => void {
  let toldAt = -Infinity;
  return (bytes) => {
    onBytes(bytes);
    const now = performance.now();
    if (now - toldAt < REPORTED_EVERY) return;
    toldAt = now;
    channel.postMessage(bytes);
  };
}
