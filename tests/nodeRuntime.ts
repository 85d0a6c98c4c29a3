/** transformers.js takes the runtime it finds here instead of its own native one. */
import * as ort from "onnxruntime-web/webgpu";

(globalThis as Record<symbol, unknown>)[Symbol.for("onnxruntime")] = ort;
