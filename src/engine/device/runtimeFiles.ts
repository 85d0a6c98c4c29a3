/** Where the runtime's own two files are served; the bundler knows, Node has no use for it. */
import runtimeModule from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import runtimeBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import type { RuntimeSettings } from "./runtime";

/** Addresses, from that of the script that asks. */
export function runtimeFiles(scriptUrl: string): NonNullable<RuntimeSettings["files"]> {
  return {
    mjs: new URL(runtimeModule, scriptUrl).href,
    wasm: new URL(runtimeBinary, scriptUrl).href,
  };
}
