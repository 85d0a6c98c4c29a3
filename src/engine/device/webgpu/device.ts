/** WebGPU: weights as block codes, adapters and cache in buffers that stay on the GPU. */
import { serialiseModel, type OnnxGraph } from "../../../formats/onnx";
import { AppError } from "../../../shared/errors";
import type { LoraLayout } from "../../adapter/layout";
import type { AdapterRow, GeneratedAdapter } from "../../adapter/rows";
import type { CacheStrategy } from "../cache";
import type { AdapterOutputs, ComputeDevice } from "../device";
import type { GraphBuilder } from "../graph";
import { Session, type Feeds } from "../runtime";
import { GpuAdapter, takeOutputs, uploadAdapter } from "./adapter";
import { staticCache } from "./cache";
import { Gpu } from "./gpu";
import { webGpuLayers } from "./linear";
import { gpuLoraInputs } from "./loraInputs";

/** Throws "no-webgpu" when the browser gives no device. */
export async function openWebGpu(): Promise<WebGpuDevice> {
  return new WebGpuDevice(await Gpu.request());
}

export class WebGpuDevice implements ComputeDevice {
  readonly gpu: Gpu;
  readonly report: ComputeDevice["report"];
  readonly lost: Promise<string>;
  readonly caches: CacheStrategy = {
    kind: "static",
    create: (shape, rows, contextLength) =>
      staticCache(this.gpu, shape, rows, contextLength),
  };

  constructor(gpu: Gpu) {
    this.gpu = gpu;
    const { name, isFallbackAdapter, lost } = gpu;
    this.report = { device: "webgpu", name, isFallbackAdapter };
    this.lost = lost;
  }

  linearLayers(builder: GraphBuilder) {
    return webGpuLayers(builder, this.gpu.mostBufferBytes);
  }

  async createSession(graph: OnnxGraph, kept: readonly string[] = []): Promise<Session> {
    const { device } = this.gpu;
    this.checkSizes(graph);
    const options = {
      executionProviders: [{ name: "webgpu", device }],
      preferredOutputLocation: Object.fromEntries(
        kept.map((name) => [name, "gpu-buffer" as const]),
      ),
      extra: { session: { disable_cpu_ep_fallback: "1" } },
    };
    return Session.create(serialiseModel(graph), options, device.lost);
  }

  /** Refuses a model with a weight that fits into no buffer of this GPU. */
  private checkSizes({ initializers }: OnnxGraph): void {
    const most = this.gpu.mostBufferBytes;
    for (const { name, bytes } of initializers) {
      if (bytes.byteLength <= most) continue;
      const fault = { tensor: name, bytes: bytes.byteLength, most };
      throw new AppError({
        code: "unsupported-model",
        fault: { kind: "tensor-size", ...fault },
      });
    }
  }

  async read(outputs: Feeds, names: readonly string[]): Promise<Float32Array[]> {
    try {
      const values = await Promise.all(
        names.map(async (name) => (await outputs[name]!.getData()) as Float32Array),
      );
      this.gpu.throwUncaptured();
      return values;
    } catch (error) {
      throw isLostWhileMapping(error)
        ? new AppError({ code: "device-lost" }, { cause: error })
        : error;
    }
  }

  takeAdapter(
    layout: LoraLayout,
    outputs: Feeds,
    groups: readonly AdapterOutputs[],
  ): Promise<GpuAdapter> {
    return takeOutputs(this.gpu, layout, outputs, groups);
  }

  placeAdapter(adapter: GeneratedAdapter): GpuAdapter {
    if (adapter instanceof GpuAdapter) return adapter;
    const placed = uploadAdapter(this.gpu, adapter.packed);
    adapter.dispose();
    return placed;
  }

  loraInputs(layout: LoraLayout, rows: readonly AdapterRow[]) {
    return gpuLoraInputs(this.gpu, layout, rows);
  }

  dispose(): void {
    this.gpu.dispose();
  }
}

/** Buffers that are read are not destroyed meanwhile: only the loss of the device aborts a mapping. */
function isLostWhileMapping(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
