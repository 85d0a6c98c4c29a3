/**
 * Lets the engine's code run in Node: `node --import tsx --import ./scripts/nodeRuntime.mjs`.
 * The browser entries of ONNX Runtime and transformers.js are swapped for those that need
 * neither a page nor a native add-on. A script called with `--device webgpu` gets ONNX Runtime
 * with WebGPU on the machine's GPU, or in software with `--software`.
 */
import { register } from "node:module";
import { parseArgs } from "node:util";
import { isMainThread } from "node:worker_threads";

const { device, software = false } = parseArgs({
  options: { device: { type: "string" }, software: { type: "boolean" } },
  strict: false,
}).values;
const onGpu = device === "webgpu";

const modules = new URL("../node_modules/", import.meta.url);
const replaced = Object.entries({
  "@huggingface/transformers": "@huggingface/transformers/dist/transformers.web.js",
  ...(!onGpu && { "onnxruntime-web/webgpu": "onnxruntime-web/dist/ort.node.min.mjs" }),
}).map(([specifier, path]) => [specifier, new URL(path, modules).href]);
const source = `
const REPLACED = new Map(${JSON.stringify(replaced)});
export function resolve(specifier, context, next) {
  const url = REPLACED.get(specifier);
  return url ? { url, format: "module", shortCircuit: true } : next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(source)}`);

if (onGpu && isMainThread) {
  // The runtime's own threads run this file too, where TypeScript cannot be loaded.
  const { adapterWords } = await import("./gpu/dawn.ts");
  const { openGpuRuntime } = await import("./gpu/runtime.ts");
  await openGpuRuntime({ software }).then(
    (adapter) => console.error(`WebGPU on ${adapterWords(adapter)}`),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
} else if (!onGpu) {
  // transformers.js takes the runtime it finds here instead of its own native one.
  globalThis[Symbol.for("onnxruntime")] = await import("onnxruntime-web");
}
