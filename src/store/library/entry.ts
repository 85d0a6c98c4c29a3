/**
 * An adapter as the library keeps it: what makes it again and what was asked of it, no tensors.
 */
import {
  type AdapterScope,
  type AdapterSummary,
  isOfNumbers,
} from "../../shared/adapter";
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
  /** Null where none wrote it: it was read from files, or taught from nothing. */
  hypernetwork: ModelIdentity | null;
  /** Base model that it is for; null in entries of before there were two. */
  base: ModelIdentity | null;
  adapter: KeptAdapter;
  strength: number;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  examples: KeptExample[];
  turns: KeptTurn[];
}

export interface ModelIdentity {
  id: string;
  label: string;
  sha256: string;
}

export type KeptAdapter = Omit<
  AdapterSummary,
  "id" | "timings" | "description" | "hypernetworkId" | "baseModelId"
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

/** Words that an entry is known by; "" where it has none. */
export function entryWords({ name, description, adapter }: LibraryEntry): string {
  return name || description || (adapter.imported?.name ?? "");
}

/** SHA-256 of the model that wrote the adapter, or else of the one that it is for. */
export function makerSha256({
  hypernetwork,
  base,
}: Pick<LibraryEntry, "hypernetwork" | "base">): string {
  return (hypernetwork ?? base)?.sha256 ?? "";
}

export function entryId(makerHash: string, checksum: string): string {
  return `${makerHash.slice(0, 16)}-${checksum.slice(0, 32)}`;
}

/** Everything of `conversation` that belongs in an entry; without an adapter there is none. */
export function keptConversation(
  { description, adapter, examples, turns }: Conversation,
  models: Pick<LibraryEntry, "hypernetwork" | "base">,
): Pick<
  LibraryEntry,
  "description" | "hypernetwork" | "base" | "adapter" | "examples" | "turns"
> | null {
  if (!adapter) return null;
  const { rank, lowerRanks, alpha, scaling, targetModules, parameters } = adapter;
  const { checksum, sketch, norms, blend, lesson, taughtOn, imported } = adapter;
  const { blendedWith } = adapter;
  return {
    description,
    ...models,
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
      ...(imported && { imported }),
      ...(blendedWith && { blendedWith }),
    },
    examples: keptExamples(examples),
    turns: turns.map(keptTurn),
  };
}

export function keptTurn({ message, strength, scope, columns, answers }: Turn): KeptTurn {
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
  const { id, description, hypernetwork, base, examples, turns } = entry;
  const { score: _, ...adapter } = entry.adapter;
  return {
    description,
    adapter: {
      ...adapter,
      id: `kept-${id}`,
      // What began at zero or in files came from no words; those beside it are the person's.
      description: isWithoutWords(adapter) ? "" : description,
      hypernetworkId: hypernetwork?.id ?? null,
      ...(base && { baseModelId: base.id }),
      timings: { encodeMs: 0, generateMs: 0, uploadMs: 0 },
    },
    examples: numbered(examples),
    // Turns of this session count upwards from 1; an id is looked up in all conversations.
    turns: turns.map(openedTurn),
  };
}

function isWithoutWords({ lesson, imported }: KeptAdapter): boolean {
  return Boolean(imported ?? (lesson && beganAtZero(lesson)));
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
  left: Pick<LibraryEntry, "description" | "hypernetwork" | "base" | "adapter">,
  right: Pick<LibraryEntry, "description" | "hypernetwork" | "base" | "adapter">,
): boolean {
  if (makerSha256(left) !== makerSha256(right)) return false;
  if (left.adapter.checksum === right.adapter.checksum) return true;
  // A short lesson moves an adapter by less than another device's rounding may.
  if (isOfNumbers(left.adapter) || isOfNumbers(right.adapter)) return false;
  return (
    left.description === right.description &&
    compareSketches(left.adapter.sketch, right.adapter.sketch) === "same-up-to-rounding"
  );
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
    entry.adapter.imported?.name ?? "",
    ...(entry.adapter.blendedWith ?? []).map(({ description }) => description),
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
