/** The page's engine in its thread, with tiny models where the thread's name says so. */
import { createEngine } from "../../src/engine/engine";
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { siteFiles } from "../../src/engine/files/modelFiles";
import { serveEngine } from "../../src/worker/server";
import { TOY_REGISTRY, toySite } from "../../tests/engine/toySite";

const THREADS = 2;
const memories: WebAssembly.Memory[] = [];
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(target, parts: [WebAssembly.MemoryDescriptor], made) {
    const memory = Reflect.construct(target, parts, made) as WebAssembly.Memory;
    memories.push(memory);
    return memory;
  },
});
const asked = new BroadcastChannel("soak");
asked.onmessage = ({ data }) => {
  if (data !== "bytes") return;
  asked.postMessage(memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
};

const runtime = { threads: THREADS, files: runtimeFiles(self.location.href) };
serveEngine(
  self.name === "toy"
    ? createEngine({ files: toySite(), runtime, registry: TOY_REGISTRY })
    : createEngine({ files: siteFiles(`${self.location.origin}/`), runtime }),
  self,
);
