/**
 * Lets the engine's code run in Node: `node --import tsx --import ./scripts/nodeRuntime.mjs`.
 * The browser entries of ONNX Runtime and transformers.js are swapped for those that need
 * neither a page nor a native add-on.
 */
import { register } from "node:module";

const hooks = `
const REPLACED = new Map([
  ["onnxruntime-web/webgpu", new URL("onnxruntime-web/dist/ort.node.min.mjs", BASE).href],
  ["@huggingface/transformers", new URL("@huggingface/transformers/dist/transformers.web.js", BASE).href],
]);
export function resolve(specifier, context, next) {
  const url = REPLACED.get(specifier);
  return url ? { url, format: "module", shortCircuit: true } : next(specifier, context);
}`;

const base = new URL("../node_modules/", import.meta.url).href;
const source = `const BASE = ${JSON.stringify(base)};${hooks}`;
register(`data:text/javascript,${encodeURIComponent(source)}`);

// transformers.js takes the runtime it finds here instead of its own native one.
globalThis[Symbol.for("onnxruntime")] = await import("onnxruntime-web");
