/** Tables and lists of examples: CSV, TSV, JSON, JSONL, or any other text. */
import { mayBeText } from "../../formats/examples/decodeText";
import {
  isGguf,
  isPickle,
  isSafetensors,
  isZip,
  type FileHead,
} from "../../formats/files/signatures";
import type { FileKind } from "./kind";

export const examplesKind: FileKind = {
  kind: "examples",
  recognise(head) {
    if (!isText(head)) return null;
    return /\.(csv|tsv|jsonl)$/iu.test(head.name) ? "certain" : "possible";
  },
  async take(files, { readExampleFile, openReader, showNotice }, { expected }) {
    const [first, ...others] = files;
    // Whoever picks a file does so where what is read of it is shown.
    if (expected !== "examples") openReader(true);
    if (others.length > 0) {
      showNotice({ kind: "left-out", names: others.map(({ path }) => path) });
    }
    const { path, content } = first!;
    await readExampleFile(new File([content], path.split("/").at(-1)!));
  },
};

function isText(head: FileHead): boolean {
  const { start } = head;
  const isOther = isGguf(start) || isZip(start) || isSafetensors(start) || isPickle(head);
  return !isOther && mayBeText(start);
}
