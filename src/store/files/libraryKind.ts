/** Libraries of adapters that this page has saved. */
import type { FileKind } from "./kind";

export const libraryKind: FileKind = {
  kind: "library",
  recognise({ start }) {
    const text = new TextDecoder().decode(start.subarray(0, 4096));
    return /"format"\s*:\s*"text-to-lora-library"/u.test(text) ? "certain" : null;
  },
  async take(files, { importLibrary }) {
    for (const { content } of files) await importLibrary(await content.text());
  },
};
