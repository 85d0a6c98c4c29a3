/** ONNX Runtime with WebGPU in Node. Import the engine after `openGpuRuntime` has come back. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { openDawn, type DawnOptions, type GpuAdapter } from "./dawn";

/**
 * V8 optimises what was run for this many bytes, 1.8 million by default. Two functions of the
 * runtime are over a million bytes long and would keep it busy for minutes.
 */
const TIERING_BUDGET = 200_000_000;

const BINARY = "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm";

/** Throws an Error whose message says what is missing. */
export async function openGpuRuntime(options: DawnOptions): Promise<GpuAdapter> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  const adapter = await openDawn(options);
  const ort = await import("onnxruntime-web/webgpu");
  // The browser's build would fetch this file, and start browser workers for more threads.
  const path = createRequire(import.meta.url).resolve(BINARY);
  ort.env.wasm.wasmBinary = new Uint8Array(await readFile(path));
  ort.env.wasm.numThreads = 1;
  // transformers.js takes the runtime it finds here instead of its own native one.
  (globalThis as Record<symbol, unknown>)[Symbol.for("onnxruntime")] = ort;
  return adapter;
}
