/** Whether a reload brings back all that is on the page: by the link, and by what the browser keeps. */
import { type AdapterSummary, isSameBlend, isOfNumbers } from "../../shared/adapter";
import { isBlank } from "../../shared/text/characters";
import { effectiveBlend } from "../blend";
import type { Conversation } from "../chat/conversationState";
import { ownBaseOf } from "../models/ownBaseState";
import { type AppState, baseModel } from "../state";
import { type LinkContent, MAXIMUM_MESSAGES } from "./settings";

export function isWhole(content: LinkContent, state: AppState): boolean {
  return bringsTexts(content, state) && hasBase(state) && hasConversations(state);
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
    content.examples.list.length === rows.length
  );
}

/** Whether the base model is the site's, or kept by the browser. */
function hasBase(state: AppState): boolean {
  const { id, source } = baseModel(state);
  return source.kind !== "own" || (ownBaseOf(state, id)?.isKept ?? false);
}

/** Whether every conversation is in the library, or is the one that the link brings. */
function hasConversations(state: AppState): boolean {
  const isReady = state.library.status === "ready";
  const isBrought = ({ key, adapter, turns }: Conversation) =>
    key === state.currentKey &&
    turns.length <= MAXIMUM_MESSAGES &&
    !(adapter && isOfNumbers(adapter));
  const isKept = ({ adapter }: Conversation) =>
    isReady && adapter !== null && hasNumbers(adapter, state);
  return state.conversations.every(
    (one) =>
      (one.adapter === null && one.turns.length === 0) || isBrought(one) || isKept(one),
  );
}

/** Whether words make the adapter, or the browser has its numbers. */
function hasNumbers(adapter: AdapterSummary, { teaching }: AppState): boolean {
  return !isOfNumbers(adapter) || !teaching.inTabOnly.includes(adapter.checksum);
}
