/** Which columns take part in a turn, and what each of them has read so far. */
import type { AdapterSummary } from "../../shared/adapter";
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

/** As it is put down with a turn: with how long its adapter took. */
export function askedColumn(state: AppState, column: Column): AskedColumn {
  return { ...column, timings: columnAdapter(state, column)?.timings ?? null };
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

/** What `column` is asked after `before`; the same for a conversation and for an example. */
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

/** Only turns this column has answered; a failed answer leaves no trace in the next prompt. */
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
