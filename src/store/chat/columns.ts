/** Columns that take part in a turn, and what each of them has read so far. */
import type { AdapterScope, AdapterSummary } from "../../shared/adapter";
import type { ChatMessage, ColumnRequest } from "../../shared/chat";
import type { Column } from "./columnDefinitions";
import { COLUMN_KINDS } from "./columnKinds";
import type { AskedColumn, Turn } from "./conversationState";
import { type AppState, currentConversation } from "../state";
import { scopeOf } from "./steering";

/** The columns that answer the next message: all that have what they run with. */
export function activeColumns(state: AppState): Column[] {
  return state.columns.filter(({ source }) => COLUMN_KINDS[source.kind].isReady(state));
}

/** A column as a turn keeps it, with how long its adapter took. */
export function askedColumn(state: AppState, column: Column): AskedColumn {
  const adapter = columnAdapter(state, column);
  // Teaching took its time once; it is no part of what an answer takes.
  return { ...column, timings: adapter && !adapter.lesson ? adapter.timings : null };
}

/** The adapter a column runs with; null for those without one. */
export function columnAdapter(
  state: AppState,
  { id, source }: Column,
): AdapterSummary | null {
  const from = COLUMN_KINDS[source.kind].adapter;
  switch (from) {
    case "none":
      return null;
    case "current":
      return currentConversation(state).adapter;
    case "own":
      return state.controlAdapters[id] ?? null;
    default:
      return from satisfies never;
  }
}

/** Modules and layers that apply to the columns' adapters; null where all do, or there is none. */
export function scopeOfColumns(
  state: AppState,
  columns: readonly Column[],
): AdapterScope | null {
  const adapters = columns.map((column) => columnAdapter(state, column));
  // What is chosen is said of the adapter on screen, where it answers.
  const { adapter: shown } = currentConversation(state);
  const first = adapters.find((adapter) => adapter !== null) ?? null;
  return scopeOf(state.scope, shown && adapters.includes(shown) ? shown : first);
}

/** The request of `column` after `before`, the same for a conversation and for a check. */
export function columnRequest(
  state: AppState,
  column: Column,
  before: readonly ChatMessage[],
  message: string,
): Omit<ColumnRequest, "id"> {
  const content = COLUMN_KINDS[column.source.kind].systemMessage(state);
  const system: ChatMessage[] = content === null ? [] : [{ role: "system", content }];
  const adapter = columnAdapter(state, column);
  return {
    messages: [...system, ...before, { role: "user", content: message }],
    adapterId: adapter?.id ?? null,
    strength: state.strength,
    scope: scopeOf(state.scope, adapter),
  };
}

/** One request a column that is still to answer: its own earlier turns, then the message. */
export function columnRequests(
  state: AppState,
  earlier: readonly Turn[],
  { columns, answers, message }: Turn,
): ColumnRequest[] {
  return columns
    .filter(({ id }) => answers[id]?.outcome.status === "writing")
    .map((column) => ({
      id: column.id,
      ...columnRequest(
        state,
        column,
        state.remembersTurns ? history(earlier, column.id) : [],
        message,
      ),
    }));
}

/** Turns that this column has answered; a failed answer leaves no trace in the next prompt. */
function history(turns: readonly Turn[], id: string): ChatMessage[] {
  return turns.flatMap(({ message, answers }) => {
    const answer = answers[id];
    if (!answer || answer.outcome.status !== "finished" || answer.text === "") return [];
    return [
      { role: "user", content: message } as const,
      { role: "assistant", content: answer.text } as const,
    ];
  });
}
