/** Whether a reload brings back all that is on the page: by the link, and by what the browser keeps. */
import { type AdapterSummary, isOfNumbers, isSameBlend } from "../../shared/adapter";
import { isBlank } from "../../shared/text/characters";
import { compareSketches } from "../adapter/sketch";
import { effectiveBlend } from "../blend";
import type { Conversation } from "../chat/conversationState";
import { keptExamples, missingExamples } from "../examples/list";
import { type AppState, currentConversation } from "../state";
import { type LinkContent, MAXIMUM_MESSAGES } from "./settings";

export function isWhole(content: LinkContent, state: AppState): boolean {
  return (
    bringsTexts(content, state) &&
    hasBases(state) &&
    hasLessons(state) &&
    hasConversations(state)
  );
}

/** Whether the link has the boxes, the columns and every row of the list as they are now. */
function bringsTexts(content: LinkContent, state: AppState): boolean {
  const { list, reading } = state.examples;
  const rows = list.filter(
    ({ input, expected }) => !isBlank(input) || !isBlank(expected),
  );
  return (
    isBlank(reading.text) &&
    content.description === state.description &&
    isSameBlend(content.blend, effectiveBlend(state.blend)) &&
    content.columns.length === state.columns.length &&
    (content.examples.list.length === rows.length || isListKept(state, rows.length))
  );
}

/** Whether all rows are examples that the library has of the adapter on screen. */
function isListKept(state: AppState, rows: number): boolean {
  const entry = entryOf(currentConversation(state), state);
  const examples = keptExamples(state.examples.list);
  return (
    entry !== undefined &&
    examples.length === rows &&
    missingExamples(examples, entry.examples).length === 0
  );
}

/** Whether each base model whose file is here is the site's, or kept by the browser. */
function hasBases({ ownBases }: AppState): boolean {
  return ownBases.every(
    ({ record, isHere, isKept }) => record.source.kind !== "own" || !isHere || isKept,
  );
}

/** Whether the next visit can go on with the lesson that runs, and with an interrupted one. */
function hasLessons({ teaching: { run, interrupted } }: AppState): boolean {
  const isRunning = run.status === "running" || run.status === "stopping";
  return (!isRunning || run.isKept) && (interrupted?.isKept ?? true);
}

/** Whether every conversation is in the library, or is the one that the link brings. */
function hasConversations(state: AppState): boolean {
  const isBrought = ({ key, adapter, turns }: Conversation) =>
    key === state.currentKey &&
    turns.length <= MAXIMUM_MESSAGES &&
    !(adapter && isOfNumbers(adapter));
  const isKept = (one: Conversation) =>
    one.adapter !== null &&
    hasNumbers(one.adapter, state) &&
    entryOf(one, state) !== undefined;
  return state.conversations.every(
    (one) =>
      (one.adapter === null && one.turns.length === 0) || isBrought(one) || isKept(one),
  );
}

/** Whether words make the adapter, or the browser has its numbers. */
function hasNumbers(adapter: AdapterSummary, { teaching }: AppState): boolean {
  return !isOfNumbers(adapter) || !teaching.inTabOnly.includes(adapter.checksum);
}

/** The entry that the browser keeps of the conversation's adapter. */
function entryOf(
  { adapter, description }: Conversation,
  { library }: AppState,
): AppState["library"]["entries"][number] | undefined {
  if (!adapter || library.status !== "ready") return undefined;
  return library.entries.find((entry) => {
    const kept = entry.adapter;
    if ((entry.hypernetwork?.id ?? null) !== adapter.hypernetworkId) return false;
    if (kept.checksum === adapter.checksum) return true;
    // Made on another device, the same words give numbers that differ by rounding.
    return (
      !isOfNumbers(adapter) &&
      !isOfNumbers(kept) &&
      entry.description === description &&
      compareSketches(kept.sketch, adapter.sketch) === "same-up-to-rounding"
    );
  });
}
