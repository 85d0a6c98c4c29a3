/**
 * The base model as a lesson runs it, layer by layer: loss of packed rows, and its gradient by an
 * adapter's A and B. Only the codes of the weights are held, beside those of the session that
 * answers; they are expanded for one layer at a time.
 */
import type { OnnxTensor } from "../../formats/onnx";
import { INPUT_SCALE, inputA, inputB, type PackedAdapter } from "../adapter/layout";
import type { ComputeDevice, GraphSession } from "../device/device";
import { Tensor, type Feeds } from "../device/runtime";
import { StreamedGraphBuilder } from "../device/streamedGraph";
import { gradientA, gradientB } from "./derivatives";
import {
  AFTER,
  BEFORE,
  declareLayer,
  GRADIENT_AFTER,
  GRADIENT_BEFORE,
  layerBack,
  layerForth,
  leftNames,
  OPSET,
  type TaughtModel,
} from "./layerGraphs";
import type { PreparedRow } from "./preparation";
import { TaughtHead } from "./taughtHead";

export interface OpenTaughtModel extends TaughtModel {
  device: ComputeDevice;
}

/** A gradient in the layout of the adapter's groups: `[layers, in, R]` and `[layers, R, out]`. */
export interface GroupGradient {
  A: Float32Array;
  B: Float32Array;
}

export interface LossAndGradient {
  /** Mean over the examples, each the mean of its answer's tokens, in nats. */
  loss: number;
  groups: GroupGradient[];
}

/** Is called between two layers; what it rejects with ends the pass. */
export type BetweenLayers = () => Promise<void>;

/** What one pass through the layers is given. */
interface Pass {
  adapter: PackedAdapter;
  scale: number;
  between: BetweenLayers;
}

interface Layer {
  weights: Feeds;
  forth: GraphSession;
  back: GraphSession;
}

/** Opens a graph whose weights are fed; `kept` names outputs that stay on the device. */
export type OpenGraph = (
  builder: StreamedGraphBuilder,
  kept?: readonly string[],
) => Promise<GraphSession>;

export class TaughtBase {
  private readonly model: OpenTaughtModel;
  private readonly layers: readonly Layer[];
  private readonly head: TaughtHead;

  private constructor(
    model: OpenTaughtModel,
    layers: readonly Layer[],
    head: TaughtHead,
  ) {
    this.model = model;
    this.layers = layers;
    this.head = head;
  }

  static async open(model: OpenTaughtModel): Promise<TaughtBase> {
    const { device, config } = model;
    const opened: GraphSession[] = [];
    const open: OpenGraph = async (builder, kept) => {
      const graph = builder.finish(OPSET);
      const session = await device.createSession(graph, kept);
      opened.push(session);
      return session;
    };
    try {
      /** Sessions by the form of the weights that they are fed. */
      const known = new Map<string, Pick<Layer, "forth" | "back">>();
      const layers: Layer[] = [];
      for (let index = 0; index < config.layers; index++) {
        const declared = new StreamedGraphBuilder("weights");
        declareLayer(declared, model, index);
        const form = formOf(declared.weights);
        const sessions = known.get(form) ?? {
          forth: await open(layerForth(model, index), [AFTER, ...leftNames(config)]),
          back: await open(layerBack(model, index), [GRADIENT_BEFORE]),
        };
        known.set(form, sessions);
        layers.push({ weights: declared.feeds(), ...sessions });
      }
      const head = await TaughtHead.open(model, open);
      return new TaughtBase(model, layers, head);
    } catch (error) {
      for (const session of opened) await session.dispose();
      throw error;
    }
  }

  /** `scale` multiplies B A, as in an answer. */
  async loss(
    adapter: PackedAdapter,
    scale: number,
    rows: readonly PreparedRow[],
    between: BetweenLayers = async () => {},
  ): Promise<number> {
    let sum = 0;
    for (const row of rows) {
      let states = row.states;
      try {
        for (const [index, { forth }] of this.layers.entries()) {
          const before = states;
          const fed = this.feeds({ adapter, scale, between }, row, index, before);
          states = (await forth.run(fed, { [AFTER]: null }))[AFTER]!;
          if (index > 0) before.dispose();
          await between();
        }
        const [values] = await this.model.device.read({ [AFTER]: states }, [AFTER]);
        sum += await this.head.loss(row, values!);
      } finally {
        if (states !== row.states) states.dispose();
      }
    }
    return sum / countExamples(rows);
  }

  async gradient(
    adapter: PackedAdapter,
    scale: number,
    rows: readonly PreparedRow[],
    between: BetweenLayers = async () => {},
  ): Promise<LossAndGradient> {
    const groups = adapter.groups.map(({ A, B }) => ({
      A: new Float32Array(A.length),
      B: new Float32Array(B.length),
    }));
    let loss = 0;
    for (const row of rows) {
      const kept: Feeds[] = [];
      try {
        const share = 1 / countExamples(rows);
        loss += await this.gradientOfRow({ adapter, scale, between }, row, share, {
          kept,
          groups,
        });
      } finally {
        kept.forEach((tensors) => disposeAll(tensors));
      }
    }
    return { loss, groups };
  }

  /** Leaves what it holds on the device in `kept`; adds to `groups`, and returns its loss. */
  private async gradientOfRow(
    pass: Pass,
    row: PreparedRow,
    share: number,
    { kept, groups }: { kept: Feeds[]; groups: readonly GroupGradient[] },
  ): Promise<number> {
    const { between } = pass;
    const { device, layout, config } = this.model;
    const statesBefore: Tensor[] = [row.states];
    for (const [index, { forth }] of this.layers.entries()) {
      const outputs = await forth.run(this.feeds(pass, row, index, statesBefore[index]!));
      kept.push(outputs);
      statesBefore.push(outputs[AFTER]!);
      await between();
    }
    const wanted = layout.groups.flatMap(({ group }) => [
      gradientA(group),
      gradientB(group),
    ]);
    const [last] = await device.read({ [AFTER]: statesBefore.at(-1)! }, [AFTER]);
    const ofHead = await this.head.gradient(row, last!, share);
    let { gradient } = ofHead;
    try {
      await between();
      for (let index = this.layers.length - 1; index >= 0; index--) {
        const left = kept[index]!;
        const outputs = await this.layers[index]!.back.run({
          ...this.feeds(pass, row, index, statesBefore[index]!),
          ...Object.fromEntries(leftNames(config).map((name) => [name, left[name]!])),
          [GRADIENT_AFTER]: gradient,
        });
        const values = await device.read(outputs, wanted);
        groups.forEach(({ A, B }, group) => {
          addInto(A, values[2 * group]!, index);
          addInto(B, values[2 * group + 1]!, index);
        });
        gradient.dispose();
        gradient = outputs[GRADIENT_BEFORE]!;
        await between();
      }
    } finally {
      gradient.dispose();
    }
    return share * ofHead.loss;
  }

  /** Frees the sessions; what was fed needs no freeing. */
  async dispose(): Promise<void> {
    const sessions = this.layers.flatMap(({ forth, back }) => [forth, back]);
    for (const session of new Set(sessions)) await session.dispose();
    await this.head.dispose();
  }

  private feeds(
    { adapter: { layout, groups }, scale }: Pass,
    row: PreparedRow,
    layer: number,
    states: Tensor,
  ): Feeds {
    const feeds: Feeds = {
      ...this.layers[layer]!.weights,
      ...row.places,
      [BEFORE]: states,
    };
    if (layout.groups.length > 0) {
      feeds[INPUT_SCALE] = new Tensor("float32", Float32Array.of(scale), [1, 1, 1]);
    }
    layout.groups.forEach(({ group, in: size, out, slots }, index) => {
      const { rank, A, B } = groups[index]!;
      const R = slots * rank;
      const ofLayer = (values: Float32Array, length: number, dims: number[]) =>
        new Tensor(
          "float32",
          values.subarray(layer * length, (layer + 1) * length),
          dims,
        );
      feeds[inputA(0, group)] = ofLayer(A, size * R, [1, size, R]);
      feeds[inputB(0, group)] = ofLayer(B, R * out, [1, R, out]);
    });
    return feeds;
  }
}

function countExamples(rows: readonly PreparedRow[]): number {
  return rows.reduce((sum, { examples }) => sum + examples, 0);
}

/** Layers whose weights have the same names, types and shapes are computed by the same graphs. */
function formOf(weights: ReadonlyMap<string, OnnxTensor>): string {
  return JSON.stringify(
    Array.from(weights.values(), ({ name, type, shape }) => [name, type, shape]),
  );
}

function addInto(sums: Float32Array, values: Float32Array, layer: number): void {
  const from = layer * values.length;
  for (let at = 0; at < values.length; at++) sums[from + at]! += values[at]!;
}

function disposeAll(tensors: Feeds): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
