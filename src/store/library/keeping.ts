/** Keeps every adapter of the page in the library by itself, as it is made and asked. */
import {
  entryId,
  isSameAdapter,
  keptConversation,
  type KeptTurn,
  type LibraryEntry,
  makerSha256,
  type ModelIdentity,
} from "./entry";
import { changedExamples, changedTurns, joinedExamples, joinedTurns } from "./revisions";
import type { LoadedModels } from "../../shared/engine";
import type { Conversation } from "../chat/conversationState";
import type { KeptBackScore } from "../teaching/state";
import { type AppState, loadedModels } from "../state";

export interface LibraryKeeping {
  /** Entries of the page that changed since the last call and belong in the library. */
  collect(state: AppState): { changed: LibraryEntry[]; replaced: string[] };
  /** Does not keep this entry from now on, until it is asked again. */
  withhold(id: string): void;
  /** Keeps the entry again, which is back as it was removed. */
  allow(id: string): void;
  /** Keeps the entry again, in whose place another has come; returns what was asked here of it. */
  admit(id: string): KeptTurn[];
  /** Notes that a conversation shows all of the entry from now on. */
  show(id: string): void;
}

interface Kept {
  id: string;
  checksum: string;
  turns: Conversation["turns"];
  examples: Conversation["examples"];
  description: string;
  strength: number;
  score: KeptBackScore | undefined;
  /** What of the entry, which may hold more of other visits and tabs, is the conversation's. */
  own: OwnPart;
}

/** Null where any of the entry's may be: what it holds already is not added again. */
interface OwnPart {
  turns: Part["turns"] | null;
  examples: Part["examples"] | null;
}

type Part = Pick<LibraryEntry, "turns" | "examples">;
type Held = Part & Pick<LibraryEntry, "adapter" | "description" | "strength">;

const NOTHING: OwnPart = { turns: null, examples: null };

/** `now` in milliseconds since 1970. */
export function createLibraryKeeping(now: () => number): LibraryKeeping {
  /** Kept entries by conversation. */
  const kept = new Map<number, Kept>();
  /** Ids of removed entries; the turns of their conversations are as they were then. */
  const withheld = new Set<string>();

  function collectOne(
    state: AppState,
    entries: readonly LibraryEntry[],
    conversation: Conversation,
  ): { entry: LibraryEntry; replaced: string | null } | null {
    const { key, adapter, turns, examples, description, isAdapterLoaded } = conversation;
    const known = kept.get(key);
    const models = makersOf(adapter, loadedModels(state));
    // An adapter made while typing is kept once the typing has stopped.
    if (conversation.isLive) return null;
    if (!adapter || !models) return null;
    // An adapter that is still to be made again may come out of other weights than before.
    if (!isAdapterLoaded && !known) return null;
    const { checksum } = adapter;
    const content = keptConversation(conversation, models)!;
    const previous = entries.find((entry) => isSameAdapter(entry, content));
    const strength =
      key === state.currentKey
        ? state.strength
        : (known?.strength ?? previous?.strength ?? 1);
    const score = state.teaching.scores[checksum] ?? previous?.adapter.score;
    if (score) content.adapter.score = score;
    const id = previous?.id ?? entryId(makerSha256(models), checksum);
    const before = known?.id === id ? known : null;
    // A list that is empty is none that a person has begun.
    const examplesOwn = content.examples.length > 0 ? content.examples : null;
    const own = { turns: content.turns, examples: examplesOwn };
    const seen = { turns, examples, description, strength, score };
    const next: Kept = { id, checksum, ...seen, own };
    if (known && isSame(known, next)) {
      known.own = own;
      return null;
    }
    if (withheld.has(id) && turns.length <= (before?.turns.length ?? 0)) return null;
    withheld.delete(id);
    kept.set(key, next);
    const replaced = known && known.id !== id ? known.id : null;
    if (previous) {
      // What a link asks again was asked here before, or on another visit.
      const turnsBefore = state.repeatingKey === key ? null : before?.own.turns;
      const ownBefore = { ...(before?.own ?? NOTHING), turns: turnsBefore ?? null };
      Object.assign(content, withOwn(previous, ownBefore, content));
      if (replaced === null && holds(previous, { ...content, strength })) return null;
    }
    const time = now();
    const start = { name: "", isPinned: false, createdAt: time };
    return {
      entry: { ...start, ...previous, ...content, id, strength, changedAt: time },
      replaced,
    };
  }

  const keptOf = (id: string) => [...kept.values()].filter((one) => one.id === id);

  return {
    collect(state) {
      const { status } = state.answering;
      if (status === "answering" || status === "stopping") {
        return { changed: [], replaced: [] };
      }
      const changed = new Map<string, LibraryEntry>();
      const replaced: string[] = [];
      let { entries } = state.library;
      for (const conversation of state.conversations) {
        const collected = collectOne(state, entries, conversation);
        if (!collected) continue;
        const { entry } = collected;
        if (collected.replaced !== null) replaced.push(collected.replaced);
        // Conversations of one adapter are one entry.
        entries = [entry, ...entries.filter(({ id }) => id !== entry.id)];
        changed.set(entry.id, entry);
      }
      return {
        changed: [...changed.values()],
        replaced: replaced.filter((id) => isBare(state, id)),
      };
    },
    withhold: (id) => void withheld.add(id),
    allow: (id) => void withheld.delete(id),
    admit(id) {
      if (!withheld.delete(id)) return [];
      return keptOf(id).flatMap(({ own }) => own.turns ?? []);
    },
    show(id) {
      for (const one of keptOf(id)) one.own = NOTHING;
    },
  };
}

/** The entry's turns and examples once those of the conversation have changed. */
function withOwn(entry: Part, before: OwnPart, after: Part): Part {
  return {
    turns: before.turns
      ? changedTurns(entry.turns, before.turns, after.turns)
      : joinedTurns(entry.turns, after.turns),
    // The first list of a conversation says nothing of what others had shown.
    examples: before.examples
      ? changedExamples(entry.examples, before.examples, after.examples)
      : joinedExamples(entry.examples, after.examples),
  };
}

/** The models that an entry names, while they are loaded; null while others are. */
function makersOf(
  adapter: Conversation["adapter"],
  loaded: LoadedModels | null,
): Pick<LibraryEntry, "hypernetwork" | "base"> | null {
  if (!adapter || !loaded) return null;
  const base = identity(loaded.base);
  if (adapter.hypernetworkId === null) {
    return adapter.baseModelId === base.id ? { hypernetwork: null, base } : null;
  }
  const { hypernetwork } = loaded;
  if (hypernetwork?.id !== adapter.hypernetworkId) return null;
  return { hypernetwork: identity(hypernetwork), base };
}

function identity({ id, label, sha256 }: ModelIdentity): ModelIdentity {
  return { id, label, sha256 };
}

function isSame(left: Kept, right: Kept): boolean {
  return (
    left.checksum === right.checksum &&
    left.turns === right.turns &&
    left.examples === right.examples &&
    left.description === right.description &&
    left.strength === right.strength &&
    isSameScore(left.score, right.score)
  );
}

/** Whether they say the same, though another tab's write may have been read in between. */
function isSameScore(left: Kept["score"], right: Kept["score"]): boolean {
  return (
    left?.before === right?.before &&
    left?.right === right?.right &&
    left?.total === right?.total
  );
}

/** Whether the entry has all of this already, as one that was just opened has. */
function holds(
  entry: LibraryEntry,
  { adapter, turns, examples, description, strength }: Held,
): boolean {
  return (
    JSON.stringify(entry.examples) === JSON.stringify(examples) &&
    JSON.stringify(entry.turns) === JSON.stringify(turns) &&
    entry.description === description &&
    entry.strength === strength &&
    isSameScore(entry.adapter.score, adapter.score)
  );
}

/** Whether the entry is neither named nor pinned nor asked nor shown examples. */
function isBare({ library }: AppState, id: string): boolean {
  const entry = library.entries.find((one) => one.id === id);
  return (
    !!entry &&
    !entry.isPinned &&
    entry.name === "" &&
    entry.examples.length === 0 &&
    entry.turns.length === 0
  );
}
