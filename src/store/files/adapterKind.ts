/** LoRA adapters from elsewhere: PEFT as a .zip, a folder or two files, and GGUF LoRA. */
import {
  ggufType,
  isGguf,
  isLfsPointer,
  isPickle,
  isSafetensors,
  isWebPage,
  isZip,
} from "../../formats/files/signatures";
import type { FileKind, PageFile } from "./kind";

const NAMES = /(^|\/)adapter_config\.json$|\.(safetensors|gguf|zip)$/iu;
const ADAPTER_TYPE = "adapter";
/** Packed office documents, which are a .zip as well. */
const DOCUMENTS = /\.(xlsx|xlsm|ods|docx|odt|pptx|odp|epub|jar|apk)$/iu;

export const adapterKind: FileKind = {
  kind: "adapter",
  recognise(head) {
    const { name, start } = head;
    if (isGguf(start)) return ggufType(start) === ADAPTER_TYPE ? "certain" : null;
    if (DOCUMENTS.test(name)) return null;
    if (isPickle(head) || isZip(start) || isSafetensors(start)) return "certain";
    // Pages and pointers in the place of a file are refused with their cause.
    if (isLfsPointer(start) || isWebPage(start)) {
      return NAMES.test(name) ? "certain" : null;
    }
    return NAMES.test(name) ? "certain" : null;
  },
  async take(files, { importAdapter }) {
    await importAdapter(withoutPickles(files));
  },
};

/** What trainers leave beside the tensors is not worth reading, unless there is nothing else. */
function withoutPickles(files: readonly PageFile[]): readonly PageFile[] {
  const others = files.filter(
    ({ path }) => !isPickle({ name: path, start: new Uint8Array() }),
  );
  return others.some(({ path }) => !path.endsWith(".json")) ? others : files;
}
