/**
 * The contract of a device: it writes weights into a graph, opens sessions, places adapters, keeps
 * keys and values, and reads results. An implementation is a folder beside this file and a line in
 * devices.ts.
 */
import type { OnnxGraph } from "../../formats/onnx";
import type { DeviceReport } from "../../shared/engine";
import type { LoraLayout } from "../adapter/layout";
import type { AdapterRow, GeneratedAdapter, PlacedAdapter } from "../adapter/rows";
import type { CacheStrategy } from "./cache";
import type { GraphBuilder } from "./graph";
import type { LinearLayers } from "./linear";
import type { Feeds, Tensor } from "./runtime";

/** An open device; everything on it goes with it. */
export interface ComputeDevice {
  /** Name and kind for the page. */
  readonly report: Pick<DeviceReport, "device" | "name" | "isFallbackAdapter">;
  /** Resolves with the reason when the device is lost, but not when `dispose` was called. */
  readonly lost: Promise<string>;
  /** Strategy of keeping keys and values. */
  readonly caches: CacheStrategy;
  /** Writes matrices of a model file into a graph in the form that this device computes with. */
  linearLayers(builder: GraphBuilder): LinearLayers;
  /**
   * Opens a graph. `kept` names outputs that stay on the device: a cache's, or those that
   * `takeAdapter` takes. Throws "out-of-memory" or "device-lost".
   */
  createSession(graph: OnnxGraph, kept?: readonly string[]): Promise<GraphSession>;
  /**
   * Values of a session's outputs. Throws "out-of-memory", "device-lost", or another error when
   * the device failed on the way to them.
   */
  read(outputs: Feeds, names: readonly string[]): Promise<Float32Array[]>;
  /** Makes kept outputs an adapter that is on this device already; `groups` as in the layout. */
  takeAdapter(
    layout: LoraLayout,
    outputs: Feeds,
    groups: readonly AdapterOutputs[],
  ): Promise<GeneratedAdapter>;
  /** Puts an adapter where sessions read it, and owns its buffers from now on. */
  placeAdapter(adapter: GeneratedAdapter): PlacedAdapter;
  /** Inputs for the LoRA of a batch's rows, see `inputA`, `inputB` and `INPUT_SCALE`. */
  loraInputs(layout: LoraLayout, rows: readonly AdapterRow[]): LoraInputs;
  dispose(): void;
}

/** A graph that is open: calls wait their turn. */
export interface GraphSession {
  /** One inference; outputs given in `fetches` are written in place, null ones allocated. */
  run(feeds: Feeds, fetches?: Record<string, Tensor | null>): Promise<Feeds>;
  /** Frees the session; safe after the device is lost. */
  dispose(): Promise<void>;
}

/** A group's rank and its outputs' names, with the shapes of `PackedGroup`. */
export interface AdapterOutputs {
  rank: number;
  A: string;
  B: string;
}

export interface LoraInputs {
  feeds: Feeds;
  dispose(): void;
}
