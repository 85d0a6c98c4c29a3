/** Notes of the library: why it keeps nothing, what an import came to, undo. */
import type { ReactNode } from "react";
import { entryWords } from "../../store/library/entry";
import type { UnreadableLibrary } from "../../store/library/file";
import type { LibraryReport } from "../../store/library/state";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

export function LibraryNotes() {
  const text = useText();
  const status = useApp((state) => state.library.status);
  const report = useApp((state) => state.library.report);
  const removed = useApp((state) => state.library.removed);
  const { undoRemove } = useActions();
  return (
    <>
      {status !== "opening" && status !== "ready" && (
        <p className="note warning" role="alert">
          {text(`library.${status}`)}
        </p>
      )}
      <Report>{reportWords(text, report)}</Report>
      <div role="status">
        {removed && (
          <p className="row library-removed">
            <span dir="auto">
              {text("library.removed", { name: entryWords(removed) })}
            </span>
            <button type="button" className="button small" onClick={undoRemove}>
              {text("library.undo")}
            </button>
          </p>
        )}
      </div>
    </>
  );
}

function Report({ children }: { children: ReactNode }) {
  return (
    <p className="note" role="status">
      {children}
    </p>
  );
}

function reportWords(text: Text, report: LibraryReport): string {
  switch (report.kind) {
    case "none":
      return "";
    case "imported": {
      const { added, merged, refused } = report;
      return text("library.imported", { added, merged, refused });
    }
    case "unreadable":
      return reasonWords(text, report.reason);
    case "unknown-model":
      return text("library.unknownModel", { id: report.id });
    case "opened":
      return text(OPENED[report.adapter]);
    default:
      return report satisfies never;
  }
}

const OPENED = {
  identical: "library.identical",
  "same-up-to-rounding": "library.rounded",
  different: "library.different",
} as const;

function reasonWords(text: Text, reason: UnreadableLibrary): string {
  switch (reason.kind) {
    case "too-large":
      return text("library.tooLarge");
    case "not-json":
      return text("library.notJson");
    case "not-a-library":
      return text("library.notALibrary");
    case "other-version":
      return text("library.otherVersion", { found: reason.found, known: reason.known });
    default:
      return reason satisfies never;
  }
}
