/** Tells screen readers what has finished; never a token at a time. */
import type { Announcement as Announced } from "../../store/chat/state";
import { type ColumnName, useColumnName } from "../kit/columnName";
import { useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

export function Announcement() {
  const text = useText();
  const columnName = useColumnName();
  const announcement = useApp((state) => state.announcement);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {words(text, columnName, announcement)}
    </p>
  );
}

function words(text: Text, columnName: ColumnName, announcement: Announced): string {
  switch (announcement.kind) {
    case "none":
      return "";
    case "adapter-ready":
      return text("adapter.ready", { parameters: announcement.parameters });
    case "checked":
      return text(announcement.isStopped ? "check.stoppedSpoken" : "check.finished");
    case "taught":
      return text("teach.done", { count: announcement.steps });
    case "answered": {
      const answers = announcement.answers.map(({ column, text: answer }) => {
        const name = columnName(column);
        return answer === ""
          ? text("chat.spokenNothing", { column: name })
          : text("chat.spoken", { column: name, text: answer });
      });
      return text(announcement.isStopped ? "chat.stopped" : "chat.finished", {
        answers: answers.join(" "),
      }).trim();
    }
    default:
      return announcement satisfies never;
  }
}
