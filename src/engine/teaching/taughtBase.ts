/**
 * The base model as a lesson runs it, layer by layer: loss of packed rows, and its gradient by an
 * adapter's A and B. Only the codes of the weights are held, beside those of the session that
 * answers; they are expanded for one layer at a time.
 */
import type { OnnxTensor } from "../../formats/onnx";
import { serialiseModel } from "../../formats/onnx";
import { INPUT_SCALE, inputA, inputB, type PackedAdapter } from "../adapter/layout";
import type { ComputeDevice } from "../device/device";
import { asInput, Tensor, type Feeds, type Session } from "../device/runtime";
import { StreamedGraphBuilder } from "../device/streamedGraph";
import { gradientA, gradientB } from "./derivatives";
import { HEAD, headGraph } from "./headGraph";
import {
  AFTER,
  BEFORE,
  declareLayer,
  GRADIENT_AFTER,
  GRADIENT_BEFORE,
  layerBack,
  layerForth,
  LEFT,
  OPSET,
  type TaughtModel,
} from "./layerGraphs";
import type { PreparedRow } from "./preparation";

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

interface Layer {
  weights: Feeds;
  forth: Session;
  back: Session;
}

interface Head {
  weights: Feeds;
  losses: Session;
  gradient: Session;
}

export class TaughtBase {
  private readonly model: OpenTaughtModel;
  private readonly layers: readonly Layer[];
  private readonly head: Head;

  private constructor(model: OpenTaughtModel, layers: readonly Layer[], head: Head) {
    this.model = model;
    this.layers = layers;
    this.head = head;
  }

  static async open(model: OpenTaughtModel): Promise<TaughtBase> {
    const { device, config } = model;
    const opened: Session[] = [];
    const open = async (builder: StreamedGraphBuilder, kept: readonly string[] = []) => {
      const graph = serialiseModel(builder.finish(OPSET));
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
          forth: await open(layerForth(model, index), [AFTER, ...Object.values(LEFT)]),
          back: await open(layerBack(model, index), [GRADIENT_BEFORE]),
        };
        known.set(form, sessions);
        layers.push({ weights: asFeeds(declared.weights), ...sessions });
      }
      const gradient = headGraph(model, "gradient");
      const head = {
        weights: asFeeds(gradient.weights),
        losses: await open(headGraph(model, "losses")),
        gradient: await open(gradient),
      };
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
      for (const [index, layer] of this.layers.entries()) {
        const outputs = await layer.forth.run(
          this.feeds(adapter, scale, row, index, states),
          { [AFTER]: null },
        );
        if (index > 0) states.dispose();
        states = outputs[AFTER]!;
        await between();
      }
      const [values] = await this.model.device.read({ [AFTER]: states }, [AFTER]);
      const fed = this.headFeeds(row, values!, rows);
      const outputs = await this.head.losses.run(fed);
      sum += await this.weightedLoss(row, outputs, rows);
    }
    return sum;
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
        loss += await this.gradientOfRow(
          adapter,
          scale,
          row,
          rows,
          kept,
          groups,
          between,
        );
      } finally {
        kept.forEach((tensors) => disposeAll(tensors));
      }
    }
    return { loss, groups };
  }

  private async gradientOfRow(
    adapter: PackedAdapter,
    scale: number,
    row: PreparedRow,
    rows: readonly PreparedRow[],
    kept: Feeds[],
    groups: readonly GroupGradient[],
    between: BetweenLayers,
  ): Promise<number> {
    const { device, layout } = this.model;
    const statesBefore: Tensor[] = [row.states];
    for (const [index, { forth }] of this.layers.entries()) {
      const outputs = await forth.run(
        this.feeds(adapter, scale, row, index, statesBefore[index]!),
      );
      kept.push(outputs);
      statesBefore.push(outputs[AFTER]!);
      await between();
    }
    const [last] = await device.read({ [AFTER]: statesBefore.at(-1)! }, [AFTER]);
    const ofHead = await this.head.gradient.run(this.headFeeds(row, last!, rows));
    const loss = await this.weightedLoss(row, ofHead, rows);
    let gradient = await this.gradientOfStates(row, ofHead);
    await between();

    const wanted = layout.groups.flatMap(({ group }) => [
      gradientA(group),
      gradientB(group),
    ]);
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const left = kept[index]!;
      const outputs = await this.layers[index]!.back.run({
        ...this.feeds(adapter, scale, row, index, statesBefore[index]!),
        ...Object.fromEntries(Object.values(LEFT).map((name) => [name, left[name]!])),
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
    gradient.dispose();
    return loss;
  }

  /** Frees the sessions; what was fed needs no freeing. */
  async dispose(): Promise<void> {
    const sessions = this.layers.flatMap(({ forth, back }) => [forth, back]);
    for (const session of new Set([...sessions, this.head.losses, this.head.gradient])) {
      await session.dispose();
    }
  }

  private feeds(
    { layout, groups }: PackedAdapter,
    scale: number,
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

  /** `states` are those of all the row's tokens. */
  private headFeeds(
    { answers, weights, targets }: PreparedRow,
    states: Float32Array,
    rows: readonly PreparedRow[],
  ): Feeds {
    const { size } = this.model.config;
    const examples = countExamples(rows);
    const picked = new Float32Array(answers.length * size);
    answers.forEach((token, answer) => {
      picked.set(states.subarray(token * size, (token + 1) * size), answer * size);
    });
    const shares = Float32Array.from(weights, (weight) => weight / examples);
    return {
      ...this.head.weights,
      [HEAD.states]: new Tensor("float32", picked, [1, answers.length, size]),
      [HEAD.targets]: targets,
      [HEAD.weights]: new Tensor("float32", shares, [1, answers.length, 1]),
    };
  }

  private async weightedLoss(
    { weights }: PreparedRow,
    outputs: Feeds,
    rows: readonly PreparedRow[],
  ): Promise<number> {
    const [losses] = await this.model.device.read(outputs, [HEAD.losses]);
    const sum = weights.reduce((total, weight, at) => total + weight * losses![at]!, 0);
    return sum / countExamples(rows);
  }

  /** The gradient of all the row's states: 0 where no answer token comes next. */
  private async gradientOfStates(
    { answers, states }: PreparedRow,
    outputs: Feeds,
  ): Promise<Tensor> {
    const { size } = this.model.config;
    const [picked] = await this.model.device.read(outputs, [HEAD.gradient]);
    const all = new Float32Array(states.size);
    answers.forEach((token, answer) => {
      all.set(picked!.subarray(answer * size, (answer + 1) * size), token * size);
    });
    return new Tensor("float32", all, states.dims);
  }
}

function countExamples(rows: readonly PreparedRow[]): number {
  return rows.reduce((sum, { examples }) => sum + examples, 0);
}

function asFeeds(weights: ReadonlyMap<string, OnnxTensor>): Feeds {
  return Object.fromEntries(
    Array.from(weights, ([name, weight]) => [name, asInput(weight)]),
  );
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
