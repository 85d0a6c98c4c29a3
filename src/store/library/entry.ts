/**
 * An adapter as the library keeps it: what makes it again and what was asked of it, no tensors.
 */
import type { AdapterScope, AdapterSummary } from "../../shared/adapter";
import type { FinishReason } from "../../shared/chat";
import { type ColumnSource, controlSource } from "../chat/columnDefinitions";
import { compareSketches } from "../adapter/sketch";
import { beganAtZero } from "../../shared/teaching";
import { keptExamples, numbered } from "../examples/list";
import type { KeptExample } from "../examples/state";
import type { Conversation, Turn } from "../chat/conversationState";
import type { KeptBackScore } from "../teaching/state";

export interface LibraryEntry {
  /** Id from the hypernetwork's and the adapter's hashes: the same numbers are the same entry. */
  id: string;
  /** Name given by the person; empty means known by its description. */
  name: string;
  isPinned: boolean;
  description: string;
  hypernetwork: { id: string; label: string; sha256: string };
  adapter: KeptAdapter;
  strength: number;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  examples: KeptExample[];
  turns: KeptTurn[];
}

export type KeptAdapter = Omit<
  AdapterSummary,
  "id" | "timings" | "description" | "hypernetworkId"
> & {
  /** Right answers to what its lesson kept back; absent where they were not counted. */
  score?: KeptBackScore;
};

export interface KeptTurn {
  message: string;
  strength: number;
  /** Modules and layers that applied; absent means all. */
  scope?: AdapterScope;
  answers: KeptAnswer[];
}

export interface KeptAnswer {
  /** The column's name as the person gave it, and what it ran. */
  name: string;
  source: ColumnSource;
  text: string;
  tokens: number;
  tokensPerSecond: number;
  finish: FinishReason;
}

export function entryId(hypernetworkSha256: string, checksum: string): string {
  return `${hypernetworkSha256.slice(0, 16)}-${checksum.slice(0, 32)}`;
}

/** Everything of `conversation` that belongs in an entry; without an adapter there is none. */
export function keptConversation(
  { description, adapter, examples, turns }: Conversation,
  hypernetwork: LibraryEntry["hypernetwork"],
): Pick<
  LibraryEntry,
  "description" | "hypernetwork" | "adapter" | "examples" | "turns"
> | null {
  if (!adapter) return null;
  const { rank, lowerRanks, alpha, scaling, targetModules, parameters } = adapter;
  const { checksum, sketch, norms, blend, lesson, taughtOn } = adapter;
  return {
    description,
    hypernetwork,
    adapter: {
      rank,
      lowerRanks,
      alpha,
      scaling,
      targetModules,
      parameters,
      checksum,
      sketch,
      norms,
      ...(blend && { blend }),
      ...(lesson && { lesson, taughtOn: taughtOn ?? [] }),
    },
    examples: keptExamples(examples),
    turns: turns.map(keptTurn),
  };
}

function keptTurn({ message, strength, scope, columns, answers }: Turn): KeptTurn {
  return {
    message,
    strength,
    ...(scope && { scope }),
    answers: columns.flatMap(({ id, name, source }) => {
      const answer = answers[id];
      if (answer?.outcome.status !== "finished") return [];
      const { text, tokens, tokensPerSecond, outcome } = answer;
      return [{ name, source, text, tokens, tokensPerSecond, finish: outcome.finish }];
    }),
  };
}

/** The conversation an entry opens as; its adapter has yet to be made again. */
export function conversationOf(
  entry: LibraryEntry,
): Pick<Conversation, "description" | "adapter" | "examples" | "turns"> {
  const { id, description, hypernetwork, examples, turns } = entry;
  const { score: _, ...adapter } = entry.adapter;
  return {
    description,
    adapter: {
      ...adapter,
      id: `kept-${id}`,
      // What began at zero came from no words; those beside it are the person's.
      description: adapter.lesson && beganAtZero(adapter.lesson) ? "" : description,
      hypernetworkId: hypernetwork.id,
      timings: { encodeMs: 0, generateMs: 0, uploadMs: 0 },
    },
    examples: numbered(examples),
    // Turns of this session count upwards from 1; an id is looked up in all conversations.
    turns: turns.map(openedTurn),
  };
}

let lastOpenedTurnId = 0;

function openedTurn({ message, strength, scope, answers }: KeptTurn): Turn {
  const columns = answers.map(({ name, source }, index) => ({
    id: controlSource(source) ? `${source.kind}-kept-${index}` : source.kind,
    name,
    source,
    timings: null,
  }));
  return {
    id: --lastOpenedTurnId,
    message,
    strength,
    scope: scope ?? null,
    columns,
    answers: Object.fromEntries(
      answers.map(({ text, tokens, tokensPerSecond, finish }, index) => [
        columns[index]!.id,
        {
          text,
          tokens,
          tokensPerSecond,
          firstTokenMs: null,
          outcome: { status: "finished", finish },
        },
      ]),
    ),
  };
}

/** Whether both are made by the same weights from the same words, up to a device's rounding. */
export function isSameAdapter(
  left: Pick<LibraryEntry, "description" | "hypernetwork" | "adapter">,
  right: Pick<LibraryEntry, "description" | "hypernetwork" | "adapter">,
): boolean {
  if (left.hypernetwork.sha256 !== right.hypernetwork.sha256) return false;
  if (left.adapter.checksum === right.adapter.checksum) return true;
  // A short lesson moves an adapter by less than another device's rounding may.
  if (left.adapter.lesson || right.adapter.lesson) return false;
  return (
    left.description === right.description &&
    compareSketches(left.adapter.sketch, right.adapter.sketch) === "same-up-to-rounding"
  );
}

/** One entry of two for the same adapter: what changed last, the longer conversation, any pin. */
export function mergeEntries(left: LibraryEntry, right: LibraryEntry): LibraryEntry {
  const [older, newer] =
    left.changedAt <= right.changedAt ? [left, right] : [right, left];
  const score = newer.adapter.score ?? older.adapter.score;
  return {
    ...newer,
    adapter: { ...newer.adapter, ...(score && { score }) },
    name: newer.name || older.name,
    isPinned: newer.isPinned || older.isPinned,
    createdAt: Math.min(left.createdAt, right.createdAt),
    examples: newer.examples.length > 0 ? newer.examples : older.examples,
    turns: older.turns.length > newer.turns.length ? older.turns : newer.turns,
  };
}

/** Order of entries: pinned ones first, then the newest. */
export function compareEntries(left: LibraryEntry, right: LibraryEntry): number {
  return (
    Number(right.isPinned) - Number(left.isPinned) || right.createdAt - left.createdAt
  );
}

/** Whether every word of `search` occurs in what the entry is called, says or was asked. */
export function matchesSearch(entry: LibraryEntry, search: string): boolean {
  const text = [
    entry.name,
    entry.description,
    ...entry.examples.flatMap(({ input, expected }) => [input, expected]),
    ...entry.turns.map(({ message }) => message),
  ]
    .join("\n")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
