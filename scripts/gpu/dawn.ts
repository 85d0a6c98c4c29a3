/**
 * Gives Node a `navigator.gpu`: Dawn, which is Chromium's WebGPU, over the machine's own driver
 * or, when told so, over SwiftShader, which computes on the processor.
 */
import { CHROMIUM_FOLDERS, provideLoader, chooseSwiftShader } from "./vulkan";

/** The adapter that computes; one in software is no GPU, whatever it is called. */
export interface GpuAdapter {
  name: string;
  driver: string;
  isSoftware: boolean;
}

export interface DawnOptions {
  /** Computes on the processor, whatever GPU there is; otherwise only a GPU will do. */
  software: boolean;
  /** Where SwiftShader and a Vulkan loader may lie; Chromium's folders when absent. */
  folders?: readonly string[];
}

const POLL_MS = 1;

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Throws an Error whose message says what is missing. Call it once, before ONNX Runtime. */
export async function openDawn({
  software,
  folders = CHROMIUM_FOLDERS,
}: DawnOptions): Promise<GpuAdapter> {
  if (software && !chooseSwiftShader(folders)) {
    throw new Error(
      "SwiftShader was not found. It comes with Chromium: install one, or name it in CHROMIUM_PATH.",
    );
  }
  provideLoader(folders);
  const { create, globals } = await import("webgpu").catch((cause: unknown) => {
    throw new Error(
      `The npm package webgpu has nothing for ${process.platform}-${process.arch}, or lacks a library.`,
      { cause },
    );
  });
  Object.assign(globalThis, globals);
  copySharedMemory();
  if (typeof navigator === "undefined") {
    Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  }
  Object.defineProperty(navigator, "gpu", { value: create([]), configurable: true });

  const adapter = await describeAdapter();
  if (!adapter) {
    throw new Error(
      "Dawn found no GPU. It needs a driver for Vulkan (`vulkaninfo --summary` shows it); " +
        "--software computes on the processor instead.",
    );
  }
  if (adapter.isSoftware && !software) {
    throw new Error(
      `Dawn found no GPU, only ${adapterWords(adapter)}. --software is for that.`,
    );
  }
  if (adapter.isSoftware) pollSlowly();
  return adapter;
}

/** One line for people. */
export function adapterWords({ name, driver, isSoftware }: GpuAdapter): string {
  const kind = isSoftware ? "a software adapter, no GPU" : "a GPU";
  return `${name} (${driver}), ${kind}`;
}

async function describeAdapter(): Promise<GpuAdapter | null> {
  const adapter = await navigator.gpu.requestAdapter({
    powerPreference: "high-performance",
  });
  if (!adapter) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, device].filter(Boolean).join(" ");
  return {
    name: name || "unnamed adapter",
    driver: description || "driver unknown",
    isSoftware: isFallbackAdapter || SOFTWARE.test(`${name} ${description}`),
  };
}

/**
 * Dawn looks for results in one immediate after another, which takes a core while it waits. A
 * software adapter needs that core.
 */
function pollSlowly(): void {
  const { setImmediate } = globalThis;
  const isNative = (callback: unknown) => /\[native code\]/.test(String(callback));
  const schedule = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(callback)
      ? setTimeout(callback, POLL_MS, ...args)
      : setImmediate(callback, ...args);
  globalThis.setImmediate = Object.assign(schedule, setImmediate) as typeof setImmediate;
}

/** Dawn's `writeBuffer` crashes on views of shared memory, and ONNX Runtime's memory is shared. */
function copySharedMemory(): void {
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (buffer, bufferOffset, data, ...range) {
    const memory = ArrayBuffer.isView(data) ? data.buffer : data;
    if (!(memory instanceof SharedArrayBuffer)) {
      const own = data as GPUAllowSharedBufferSource;
      return writeBuffer.call(this, buffer, bufferOffset, own, ...range);
    }
    const [start = 0, length] = range;
    // Offsets count elements of a typed array, and bytes of anything else.
    const { offset, size, unit } = ArrayBuffer.isView(data)
      ? { offset: data.byteOffset, size: data.byteLength, unit: elementBytes(data) }
      : { offset: 0, size: memory.byteLength, unit: 1 };
    const first = offset + start * unit;
    const end = length === undefined ? offset + size : first + length * unit;
    const copy = new Uint8Array(memory).slice(first, end);
    return writeBuffer.call(this, buffer, bufferOffset, copy);
  };
}

function elementBytes(view: ArrayBufferView): number {
  return "BYTES_PER_ELEMENT" in view ? Number(view.BYTES_PER_ELEMENT) : 1;
}
