/** A conversation as plain text. */
import { COLUMN_IDS, type Conversation } from "../store/state";
import type { Text } from "./translation";

export function conversationText(
  text: Text,
  { description, turns }: Conversation,
): string {
  const blocks = turns.map(({ message, answers }) =>
    [
      text("chat.copiedMessage", { message }),
      ...COLUMN_IDS.flatMap((id) =>
        answers[id]
          ? [
              text("chat.spoken", {
                column: text(`column.${id}`),
                text: answers[id].text,
              }),
            ]
          : [],
      ),
    ].join("\n"),
  );
  return [
    ...(description ? [text("chat.copiedDescription", { description })] : []),
    ...blocks,
  ].join("\n\n");
}
