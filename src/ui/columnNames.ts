/** What the columns are called, and a conversation as plain text. */
import { COLUMN_IDS, type ColumnId, type Conversation } from "../store/state";

export const COLUMN_NAMES: Record<ColumnId, string> = {
  base: "SmolLM2",
  adapted: "SmolLM2 + your adapter",
  prompted: "SmolLM2 + description as prompt",
};

export function conversationText({ description, turns }: Conversation): string {
  const blocks = turns.map(({ message, answers }) =>
    [
      `Message: ${message}`,
      ...COLUMN_IDS.flatMap((id) =>
        answers[id] ? [`${COLUMN_NAMES[id]}: ${answers[id].text}`] : [],
      ),
    ].join("\n"),
  );
  return [...(description ? [`Description: ${description}`] : []), ...blocks].join(
    "\n\n",
  );
}
