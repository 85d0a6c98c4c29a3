/** Hands a file to the person through the browser's own download. */
import type { ExportedFile } from "../../shared/engine";

export function saveFile({ name, mediaType, bytes }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The download has taken its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(address));
}
