/** Base models as GGUF files. */
import { ggufType, isGguf } from "../../formats/files/signatures";
import type { FileKind } from "./kind";

export const baseKind: FileKind = {
  kind: "base",
  recognise: ({ start }) =>
    isGguf(start) && ggufType(start) !== "adapter" ? "certain" : null,
  async take(files, { offerBase, showNotice }) {
    const [first, ...others] = files;
    const { path, content } = first!;
    await offerBase(new File([content], path.split("/").at(-1)!));
    // Loading takes an earlier notice away.
    if (others.length > 0) {
      showNotice({ kind: "left-out", names: others.map(({ path: name }) => name) });
    }
  },
};
