/** The folder of an adapter, format by format. */
import type { AdapterFormat } from "../../shared/adapter";
import type { AdapterFile, PortableAdapter } from "./adapter";
import { ggufFiles } from "./ggufLora";
import { mergedFiles } from "./mergedFiles";
import { onnxAdapterFiles } from "./onnxAdapter";
import { peftFiles } from "./peft";

/**
 * `card` is the model card in Markdown, null where there is none; `source` the base model's file,
 * which the merged formats need.
 */
export function adapterFiles(
  format: AdapterFormat,
  adapter: PortableAdapter,
  card: string | null,
  source: Uint8Array | null = null,
): AdapterFile[] {
  const files = filesOf(format, adapter, source);
  return card === null ? files : [...files, { name: "MODEL_CARD.md", content: card }];
}

function filesOf(
  format: AdapterFormat,
  adapter: PortableAdapter,
  source: Uint8Array | null,
): AdapterFile[] {
  switch (format) {
    case "peft":
      return peftFiles(adapter);
    case "gguf":
      return ggufFiles(adapter);
    case "onnx":
      return onnxAdapterFiles(adapter);
    case "merged-f16":
    case "merged-q8_0":
      return mergedFiles(adapter, source!, format);
    default:
      return format satisfies never;
  }
}
