/** Base models as GGUF files. */
import { ggufType, isGguf } from "../../formats/files/signatures";
import type { FileKind } from "./kind";

export const baseKind: FileKind = {
  kind: "base",
  recognise: ({ start }) =>
    isGguf(start) && ggufType(start) !== "adapter" ? "certain" : null,
  async take([first], { showNotice }) {
    showNotice({ kind: "base-file", name: first!.path });
  },
};
