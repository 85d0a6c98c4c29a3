/** Addresses of the runtime's own two files, which the bundler knows and Node does not need. */
import runtimeModule from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import runtimeBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import type { RuntimeSettings } from "./runtime";

/** Addresses of the files, from that of the script that asks. */
export function runtimeFiles(scriptUrl: string): NonNullable<RuntimeSettings["files"]> {
  return {
    mjs: new URL(runtimeModule, scriptUrl).href,
    wasm: new URL(runtimeBinary, scriptUrl).href,
  };
}
