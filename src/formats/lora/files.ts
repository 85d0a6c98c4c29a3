/** The folder of an adapter, format by format. */
import type { AdapterFormat } from "../../shared/adapter";
import type { AdapterFile, PortableAdapter } from "./adapter";
import { ggufFiles } from "./ggufLora";
import { onnxAdapterFiles } from "./onnxAdapter";
import { peftFiles } from "./peft";

/** `card` is the model card in Markdown, null where there is none. */
export function adapterFiles(
  format: AdapterFormat,
  adapter: PortableAdapter,
  card: string | null,
): AdapterFile[] {
  const files = filesOf(format, adapter);
  return card === null ? files : [...files, { name: "MODEL_CARD.md", content: card }];
}

function filesOf(format: AdapterFormat, adapter: PortableAdapter): AdapterFile[] {
  switch (format) {
    case "peft":
      return peftFiles(adapter);
    case "gguf":
      return ggufFiles(adapter);
    case "onnx":
      return onnxAdapterFiles(adapter);
    default:
      return format satisfies never;
  }
}
