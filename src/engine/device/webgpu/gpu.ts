/** The GPU: what the browser offers, and the few buffer operations the engine needs. */
import type { DeviceOffer } from "../../../shared/engine";
import { AppError } from "../../../shared/errors";
import { Tensor } from "../runtime";

const STORAGE = 0x80; // GPUBufferUsage.STORAGE; the global is absent where WebGPU is
const COPY_SRC = 0x04;
const COPY_DST = 0x08;
const MAP_READ = 0x01;
const READ_MODE = 1;

/** Asks for an adapter without loading anything. */
export async function offerWebGpu(): Promise<DeviceOffer["webgpu"]> {
  if (typeof navigator === "undefined" || !navigator.gpu) {
    return { status: "unavailable", reason: "This browser has no WebGPU." };
  }
  const adapter = await requestAdapter();
  if (!adapter) {
    const reason = "This browser found no graphics adapter for WebGPU.";
    return { status: "unavailable", reason };
  }
  const { isFallbackAdapter } = adapter.info;
  return { status: "available", name: adapterName(adapter), isFallbackAdapter };
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  return navigator.gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
}

function adapterName(adapter: GPUAdapter): string {
  const { description, vendor, architecture } = adapter.info;
  if (description) return description;
  return [vendor, architecture].filter(Boolean).join(" ") || "unnamed GPU";
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
    this.isFallbackAdapter = adapter.info.isFallbackAdapter;
    this.lost = new Promise((resolve) => {
      void device.lost.then(({ message }) => {
        if (!this.disposed) resolve(message);
      });
    });
  }

  /** Throws "no-webgpu" when the browser gives no device. */
  static async request(): Promise<Gpu> {
    const adapter = navigator.gpu && (await requestAdapter());
    if (!adapter) {
      throw new AppError({ code: "no-webgpu", fault: { kind: "no-adapter" } });
    }
    const features = ["shader-f16", "subgroups"] as GPUFeatureName[];
    const limits = adapter.limits;
    const device = await adapter
      .requestDevice({
        requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
        requiredLimits: {
          maxBufferSize: limits.maxBufferSize,
          maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
          maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
          maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
          maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
          maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
        },
      })
      .catch((cause: unknown) => {
        const fault = { kind: "refused" } as const;
        throw new AppError({ code: "no-webgpu", fault }, { cause });
      });
    return new Gpu(adapter, device);
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
