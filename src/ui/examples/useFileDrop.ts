/** Files with examples, picked or dropped, on their way to the reader. */
import type { DragEvent } from "react";
import { useActions } from "../storeContext";

export function useTakeFile(): (files: FileList | null) => void {
  const { readExampleFile } = useActions();
  return (files) => {
    const file = files?.[0];
    if (file) void readExampleFile(file);
  };
}

/** Properties of a place that files can be dropped on; `onTake` is told of each. */
export function useFileDrop(onTake = () => {}) {
  const takeFile = useTakeFile();
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop(event: DragEvent) {
      // A place within this one may have taken it.
      if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      takeFile(event.dataTransfer.files);
      onTake();
    },
  };
}
