/** Which columns take part in a turn, and what each of them has read so far. */
import type { ChatMessage, ColumnRequest } from "../shared/engine";
import { type AppState, type ColumnId, type Turn, currentConversation } from "./state";

/** The columns that answer the next message. */
export function activeColumns(state: AppState): ColumnId[] {
  const { adapter } = currentConversation(state);
  const columns: ColumnId[] = ["base"];
  if (adapter) columns.push("adapted");
  if (state.isPromptColumnShown && promptDescription(state) !== "")
    columns.push("prompted");
  return columns;
}

/** What the third column reads as its instruction: the description behind the adapter. */
export function promptDescription(state: AppState): string {
  const { adapter, description } = currentConversation(state);
  return (adapter ? description : state.description).trim();
}

/** One request a column: its own earlier turns, then the message of `turn`. */
export function columnRequests(
  state: AppState,
  earlier: readonly Turn[],
  turn: Turn,
): ColumnRequest[] {
  const { adapter } = currentConversation(state);
  return (Object.keys(turn.answers) as ColumnId[]).map((id) => ({
    id,
    messages: [
      ...(id === "prompted"
        ? [{ role: "system", content: promptDescription(state) } as const]
        : []),
      ...(state.remembersTurns ? history(earlier, id) : []),
      { role: "user", content: turn.message },
    ],
    adapterId: id === "adapted" ? (adapter?.id ?? null) : null,
    strength: turn.strength,
  }));
}

/** Only turns this column has answered; a failed answer leaves no trace in the next prompt. */
function history(turns: readonly Turn[], id: ColumnId): ChatMessage[] {
  return turns.flatMap(({ message, answers }) => {
    const answer = answers[id];
    if (!answer || answer.outcome.status !== "finished" || answer.text === "") return [];
    return [
      { role: "user", content: message } as const,
      { role: "assistant", content: answer.text } as const,
    ];
  });
}
