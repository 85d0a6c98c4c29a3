/** Keeps every adapter of the page in the library by itself, as it is made and asked. */
import {
  entryId,
  isSameAdapter,
  keptConversation,
  type LibraryEntry,
  makerSha256,
  type ModelIdentity,
} from "./entry";
import type { LoadedModels } from "../../shared/engine";
import { MOST_KEPT_TURNS } from "../limits";
import type { Conversation } from "../chat/conversationState";
import type { KeptBackScore } from "../teaching/state";
import { type AppState, loadedModels } from "../state";

export interface LibraryKeeping {
  /** Entries of the page that changed since the last call and belong in the library. */
  collect(state: AppState): { changed: LibraryEntry[]; replaced: string[] };
  /** Does not keep this entry from now on, until it is asked again. */
  withhold(entry: LibraryEntry): void;
  allow(id: string): void;
}

/** Turns and examples of other visits that an entry holds and the conversation here does not show. */
type Earlier = Pick<LibraryEntry, "turns" | "examples">;

const NOTHING: Earlier = { turns: [], examples: [] };

interface Kept {
  id: string;
  checksum: string;
  turns: Conversation["turns"];
  examples: Conversation["examples"];
  description: string;
  strength: number;
  score: KeptBackScore | undefined;
  earlier: Earlier;
}

/** `now` in milliseconds since 1970. */
export function createLibraryKeeping(now: () => number): LibraryKeeping {
  /** Kept entries by conversation. */
  const kept = new Map<number, Kept>();
  /** Removed entries with the length their conversation had. */
  const withheld = new Map<string, number>();

  function collectOne(
    state: AppState,
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
    const strength = key === state.currentKey ? state.strength : (known?.strength ?? 1);
    const { checksum } = adapter;
    const content = keptConversation(conversation, models)!;
    const previous = state.library.entries.find((entry) => isSameAdapter(entry, content));
    const score = state.teaching.scores[checksum] ?? previous?.adapter.score;
    if (score) content.adapter.score = score;
    const id = previous?.id ?? entryId(makerSha256(models), checksum);
    const found =
      known?.id === id ? known.earlier : missingFrom(content, previous ?? NOTHING);
    const hasExamples = content.examples.length > 0;
    const earlier = hasExamples ? { ...found, examples: [] } : found;
    if (!hasExamples) content.examples = earlier.examples;
    content.turns = [...earlier.turns, ...content.turns].slice(-MOST_KEPT_TURNS);
    const seen = { turns, examples, description, strength, score };
    const next: Kept = { id, checksum, ...seen, earlier };
    if (known && isSame(known, next)) return null;
    const length = withheld.get(id);
    if (length !== undefined && turns.length <= length) return null;
    withheld.delete(id);
    kept.set(key, next);
    // This entry was just opened out of the library.
    if (!known && previous && holds(previous, { ...content, strength })) return null;
    const time = now();
    const start = { name: "", isPinned: false, createdAt: time };
    return {
      entry: { ...start, ...previous, ...content, id, strength, changedAt: time },
      replaced: known && known.id !== id ? known.id : null,
    };
  }

  return {
    collect(state) {
      const { status } = state.answering;
      if (status === "answering" || status === "stopping") {
        return { changed: [], replaced: [] };
      }
      const collected = state.conversations.flatMap(
        (conversation) => collectOne(state, conversation) ?? [],
      );
      const replaced = collected.flatMap((one) => one.replaced ?? []);
      return {
        changed: collected.map(({ entry }) => entry),
        replaced: replaced.filter((id) => isBare(state, id)),
      };
    },
    withhold({ id, turns }) {
      let length = turns.length;
      for (const one of kept.values()) {
        if (one.id !== id) continue;
        // What is asked again from here on is an entry of its own.
        length -= one.earlier.turns.length;
        one.earlier = NOTHING;
      }
      withheld.set(id, length);
    },
    allow: (id) => void withheld.delete(id),
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
    left.score === right.score
  );
}

function holds(
  entry: LibraryEntry,
  {
    turns,
    examples,
    description,
    strength,
  }: Pick<LibraryEntry, "turns" | "examples" | "description" | "strength">,
): boolean {
  return (
    JSON.stringify(entry.examples) === JSON.stringify(examples) &&
    entry.turns.length === turns.length &&
    entry.description === description &&
    entry.strength === strength
  );
}

/** Nothing where the conversation was opened from the entry, or has a list of its own. */
function missingFrom({ turns, examples }: Earlier, entry: Earlier): Earlier {
  const isOpened = entry.turns.every(({ message, answers }, index) => {
    const turn = turns[index];
    return (
      turn?.message === message &&
      turn.answers.every(({ text }, column) => text === answers[column]?.text)
    );
  });
  return {
    turns: isOpened ? [] : entry.turns,
    examples: examples.length === 0 ? entry.examples : [],
  };
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
