/** A conversation as plain text. */
import type { Conversation } from "../../store/chat/conversationState";
import type { ColumnName } from "../kit/columnName";
import type { Text } from "../text/translation";

export function conversationText(
  text: Text,
  columnName: ColumnName,
  { description, turns }: Conversation,
): string {
  const blocks = turns.map(({ message, columns, answers }) =>
    [
      text("chat.copiedMessage", { message }),
      ...columns.map((column) =>
        text("chat.spoken", {
          column: columnName(column),
          text: answers[column.id]!.text,
        }),
      ),
    ].join("\n"),
  );
  return [
    ...(description ? [text("chat.copiedDescription", { description })] : []),
    ...blocks,
  ].join("\n\n");
}
