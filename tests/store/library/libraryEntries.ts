/** Kept adapters for tests. */
import type { LibraryEntry } from "../../../src/store/library/entry";
import { rebased } from "../../../src/store/library/revisions";
import type {
  LibraryStorage,
  OpenLibraryStorage,
} from "../../../src/store/library/storage";

export function libraryEntry(change: Partial<LibraryEntry> = {}): LibraryEntry {
  const checksum = change.adapter?.checksum ?? "a1".repeat(32);
  return {
    id: `${"c3".repeat(8)}-${checksum.slice(0, 32)}`,
    name: "",
    isPinned: false,
    description: "Shout.",
    base: null,
    hypernetwork: {
      id: "smollm2-135m-t2l-g-sft",
      label: "T2L-G · SFT",
      sha256: "c3".repeat(32),
    },
    adapter: adapterOf(checksum),
    strength: 1,
    createdAt: 1_700_000_000_000,
    changedAt: 1_700_000_000_000,
    examples: [],
    turns: [],
    ...change,
  };
}

/** An entry from before there were names, pins and examples. */
export function entryOfVersion1(
  entry: LibraryEntry,
): Omit<LibraryEntry, "name" | "isPinned" | "examples"> {
  const before: Partial<LibraryEntry> = { ...entry };
  delete before.name;
  delete before.isPinned;
  delete before.examples;
  return before as LibraryEntry;
}

export function adapterOf(checksum: string, sketch = [1, -0.5, 0.25]) {
  return {
    rank: 8,
    lowerRanks: [{ module: "v_proj", rank: 4 }],
    alpha: 16,
    scaling: 2,
    targetModules: ["q_proj", "v_proj"],
    parameters: 460_800,
    checksum,
    sketch,
    norms: [
      { module: "q_proj", perLayer: [0.3, 0.4] },
      { module: "v_proj", perLayer: [0.1, 0.2] },
    ],
  };
}

export function keptTurn(message: string) {
  return {
    message,
    strength: 1,
    answers: [
      {
        name: "",
        source: { kind: "base" as const },
        text: "Well.",
        tokens: 2,
        tokensPerSecond: 40,
        finish: "stop" as const,
      },
    ],
  };
}

/** Storage in memory; `fail` makes writing fail as a full disk does. */
export function memoryStorage(start: LibraryEntry[] = []) {
  const kept = new Map(start.map((entry) => [entry.id, entry]));
  const state = { kept, isFull: false, isClosed: false };
  const open: OpenLibraryStorage = async (events) => {
    Object.assign(state, { events });
    const storage: LibraryStorage = {
      all: async () => structuredClone([...kept.values()]),
      async put(entries, baseOf) {
        if (state.isFull) throw new DOMException("full", "QuotaExceededError");
        return entries.map((entry) => {
          const stored = kept.get(entry.id);
          const written = stored ? rebased(baseOf(entry.id), stored, entry) : entry;
          kept.set(entry.id, structuredClone(written));
          return written;
        });
      },
      remove: async (id) => void kept.delete(id),
      close: () => void (state.isClosed = true),
    };
    return storage;
  };
  return Object.assign(state, { open });
}
