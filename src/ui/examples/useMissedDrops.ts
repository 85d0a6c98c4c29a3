/** What is dropped beside every place that takes it, a file or a link, would replace the page. */
import { useEffect } from "react";

/** Text fields take text themselves. */
function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

export function useMissedDrops(): void {
  useEffect(() => {
    const ignore = (event: DragEvent) => {
      const isFile = event.dataTransfer?.types.includes("Files");
      if (isFile || !isTextField(event.target)) event.preventDefault();
    };
    window.addEventListener("dragover", ignore);
    window.addEventListener("drop", ignore);
    return () => {
      window.removeEventListener("dragover", ignore);
      window.removeEventListener("drop", ignore);
    };
  }, []);
}
