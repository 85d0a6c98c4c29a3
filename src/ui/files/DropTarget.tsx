/** The whole page takes files that are dropped on it, and says meanwhile what it would take. */
import { useLayoutEffect, useState } from "react";
import { droppedFiles } from "./pageFiles";
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

const OFFERED = ["examples", "adapter", "base", "library"] as const;

export function DropTarget() {
  const text = useText();
  const isOver = useDrops();
  if (!isOver) return null;
  // Only those who drag with a pointer see it; everything can be picked as well.
  return (
    <div className="drop-target" aria-hidden="true">
      <div className="drop-offer">
        <p className="heading">{text("files.drop")}</p>
        <ul>
          {OFFERED.map((kind) => (
            <li key={kind}>{text(`files.kinds.${kind}`)}</li>
          ))}
        </ul>
        <p className="note">{text("files.nothingLeaves")}</p>
      </div>
    </div>
  );
}

/** Whether files are held over the page, which takes them when they are let go. */
function useDrops(): boolean {
  const { takeFiles } = useActions();
  const [isOver, setOver] = useState(false);
  // As soon as there is a page: what is dropped on it before would replace it.
  useLayoutEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (hasFiles(event)) setOver(true);
      if (hasFiles(event) || !isTextField(event.target)) event.preventDefault();
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (hasFiles(event)) {
        event.preventDefault();
        const expected = isReader(event.target) ? "examples" : null;
        void droppedFiles(event.dataTransfer!).then((files) =>
          takeFiles(files, expected),
        );
      } else if (!isTextField(event.target)) {
        // A link that is dropped would replace the page.
        event.preventDefault();
      }
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [takeFiles]);
  return isOver;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}

/** Text fields take text themselves. */
function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** The box that shows what is read of a file with examples. */
function isReader(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".example-reader") !== null;
}
