/** The GPU: what the browser offers, and the few buffer operations the engine needs. */
import type { DeviceOffer, WebGpuFault } from "../../../shared/engine";
import { AppError } from "../../../shared/errors";
import { Tensor } from "../runtime";

const STORAGE = 0x80; // GPUBufferUsage.STORAGE; the global is absent where WebGPU is
const COPY_SRC = 0x04;
const COPY_DST = 0x08;
const MAP_READ = 0x01;
const READ_MODE = 1;

/** Longest wait for an adapter or a device: a driver that hangs answers never. */
const LONGEST_WAIT_MS = 4000;

/** Asks for an adapter without loading anything. Never rejects, and answers within seconds. */
export async function offerWebGpu(): Promise<DeviceOffer["webgpu"]> {
  const found = await requestAdapter();
  if (typeof found === "string") return { status: "unavailable", reason: found };
  return {
    status: "available",
    name: adapterName(found),
    isFallbackAdapter: isFallback(found),
  };
}

async function requestAdapter(): Promise<GPUAdapter | WebGpuFault> {
  const gpu = typeof navigator === "undefined" ? undefined : navigator.gpu;
  if (!gpu) return "absent";
  try {
    const adapter = await answerOf(
      gpu.requestAdapter({ powerPreference: "high-performance" }),
    );
    if (!adapter || adapter === "silent") return adapter ?? "no-adapter";
    const isWhole = typeof adapter.requestDevice === "function" && adapter.limits;
    return isWhole ? adapter : "broken";
  } catch {
    return "broken";
  }
}

/** The answer, or "silent" when none comes. */
async function answerOf<Answer>(asked: Promise<Answer>): Promise<Answer | "silent"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<"silent">((resolve) => {
    timer = setTimeout(() => resolve("silent"), LONGEST_WAIT_MS);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Older browsers have no `info`. */
function adapterName(adapter: GPUAdapter): string {
  const { description, vendor, architecture } = adapter.info ?? {};
  if (description) return description;
  return [vendor, architecture].filter(Boolean).join(" ") || "unnamed GPU";
}

function isFallback(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter } = adapter as { isFallbackAdapter?: boolean };
  return adapter.info?.isFallbackAdapter ?? isFallbackAdapter ?? false;
}

const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxStorageBuffersPerShaderStage",
] as const;

/** The most that the adapter allows, of the limits it knows. */
function wantedLimits(limits: GPUSupportedLimits): Record<string, number> {
  const known = LIMITS.filter((name) => typeof limits[name] === "number");
  return Object.fromEntries(known.map((name) => [name, limits[name]]));
}

function noWebGpu(kind: WebGpuFault | "refused", cause?: unknown): AppError {
  return new AppError({ code: "no-webgpu", fault: { kind } }, { cause });
}

/** A WebGPU device with everything the adapter allows, and its loss as a promise. */
export class Gpu {
  readonly device: GPUDevice;
  readonly name: string;
  readonly isFallbackAdapter: boolean;
  /** Resolves with the reason when the device is lost, but not when `dispose` was called. */
  readonly lost: Promise<string>;
  private disposed = false;
  private uncaptured: GPUError | null = null;

  private constructor(adapter: GPUAdapter, device: GPUDevice) {
    this.device = device;
    device.addEventListener("uncapturederror", ({ error }) => {
      this.uncaptured ??= error;
    });
    this.name = adapterName(adapter);
    this.isFallbackAdapter = isFallback(adapter);
    this.lost = new Promise((resolve) => {
      void device.lost.then(({ message }) => {
        if (!this.disposed) resolve(message);
      });
    });
  }

  /** Throws "no-webgpu" when the browser gives no device. */
  static async request(): Promise<Gpu> {
    const adapter = await requestAdapter();
    if (typeof adapter === "string") throw noWebGpu(adapter);
    const features = ["shader-f16", "subgroups"] as GPUFeatureName[];
    try {
      const device = await answerOf(
        adapter.requestDevice({
          requiredFeatures: features.filter((feature) => adapter.features?.has(feature)),
          requiredLimits: wantedLimits(adapter.limits),
        }),
      );
      if (device === "silent") throw noWebGpu("silent");
      return new Gpu(adapter, device);
    } catch (cause) {
      throw cause instanceof AppError ? cause : noWebGpu("refused", cause);
    }
  }

  /** Most bytes of a buffer that a shader reads. */
  get mostBufferBytes(): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    return Math.min(maxStorageBufferBindingSize, maxBufferSize);
  }

  /** A storage buffer of at least `bytes`, rounded up to 16 as ONNX Runtime demands; zeroed. */
  createBuffer(bytes: number): GPUBuffer {
    return this.device.createBuffer({
      size: Math.ceil(bytes / 16) * 16,
      usage: STORAGE | COPY_SRC | COPY_DST,
    });
  }

  /** Bytes of a float32 tensor. */
  bytesOf(dims: readonly number[]): number {
    return 4 * dims.reduce((product, size) => product * size, 1);
  }

  /** A float32 tensor that sessions read and write in `buffer`. */
  asTensor(buffer: GPUBuffer, dims: readonly number[]): Tensor {
    return Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims });
  }

  write(buffer: GPUBuffer, values: Float32Array): void {
    this.device.queue.writeBuffer(
      buffer,
      0,
      values.buffer as ArrayBuffer,
      values.byteOffset,
      values.byteLength,
    );
  }

  /** Copies collected into one submission. */
  startCopies() {
    const encoder = this.device.createCommandEncoder();
    return {
      copy(
        from: GPUBuffer,
        fromByte: number,
        to: GPUBuffer,
        toByte: number,
        bytes: number,
      ) {
        encoder.copyBufferToBuffer(from, fromByte, to, toByte, bytes);
      },
      submit: () => this.device.queue.submit([encoder.finish()]),
    };
  }

  /** A new buffer with the first `bytes` of another. */
  copyOf(buffer: GPUBuffer, bytes: number): GPUBuffer {
    const copy = this.createBuffer(bytes);
    const copies = this.startCopies();
    copies.copy(buffer, 0, copy, 0, bytes);
    copies.submit();
    return copy;
  }

  /**
   * Throws the first error that the device reported on the side: results since are worthless.
   * "out-of-memory" where that is the cause. Call it after reading a result.
   */
  throwUncaptured(): void {
    const error = this.uncaptured;
    if (!error) return;
    this.uncaptured = null;
    if (!(error instanceof GPUOutOfMemoryError)) {
      throw new Error(`The GPU refused a command: ${error.message}`);
    }
    throw new AppError({ code: "out-of-memory", of: "gpu" });
  }

  /** The first `length` float32 values of a buffer. */
  async read(buffer: GPUBuffer, length: number): Promise<Float32Array<ArrayBuffer>> {
    const staging = this.device.createBuffer({
      size: Math.ceil(length / 4) * 16,
      usage: MAP_READ | COPY_DST,
    });
    const copies = this.startCopies();
    copies.copy(buffer, 0, staging, 0, 4 * length);
    copies.submit();
    await staging.mapAsync(READ_MODE);
    const values = new Float32Array(staging.getMappedRange(0, 4 * length).slice(0));
    staging.destroy();
    return values;
  }

  dispose(): void {
    this.disposed = true;
    this.device.destroy();
  }
}
