/** Loss of the answer tokens of packed rows, and its gradient by the last layer's states. */
import type { ComputeDevice, GraphSession } from "../device/device";
import { Tensor, type Feeds } from "../device/runtime";
import { HEAD, headGraph } from "./headGraph";
import type { TaughtModel } from "./layerGraphs";
import type { PreparedRow } from "./preparation";
import type { OpenGraph } from "./taughtBase";

export class TaughtHead {
  private readonly device: ComputeDevice;
  private readonly size: number;
  private readonly weights: Feeds;
  private readonly ofLosses: GraphSession;
  private readonly ofGradient: GraphSession;

  private constructor(
    { device, config }: TaughtModel & { device: ComputeDevice },
    weights: Feeds,
    sessions: { ofLosses: GraphSession; ofGradient: GraphSession },
  ) {
    this.device = device;
    this.size = config.size;
    this.weights = weights;
    this.ofLosses = sessions.ofLosses;
    this.ofGradient = sessions.ofGradient;
  }

  static async open(
    model: TaughtModel & { device: ComputeDevice },
    open: OpenGraph,
  ): Promise<TaughtHead> {
    const gradient = headGraph(model, "gradient");
    const sessions = {
      ofLosses: await open(headGraph(model, "losses")),
      ofGradient: await open(gradient),
    };
    return new TaughtHead(model, gradient.feeds(), sessions);
  }

  /** Sum over the row's examples of the mean loss of their answers, in nats. */
  async loss(row: PreparedRow, states: Float32Array): Promise<number> {
    return this.sum(row, await this.ofLosses.run(this.feeds(row, states, 1)));
  }

  /**
   * The loss as above, and the gradient of `share` times it by the states of all the row's tokens,
   * `[1, tokens, size]`: 0 where no answer token comes next.
   */
  async gradient(
    row: PreparedRow,
    states: Float32Array,
    share: number,
  ): Promise<{ loss: number; gradient: Tensor }> {
    const outputs = await this.ofGradient.run(this.feeds(row, states, share));
    const { size } = this;
    const [picked] = await this.device.read(outputs, [HEAD.gradient]);
    const all = new Float32Array(states.length);
    row.answers.forEach((token, answer) => {
      all.set(picked!.subarray(answer * size, (answer + 1) * size), token * size);
    });
    const gradient = new Tensor("float32", all, row.states.dims);
    return { loss: await this.sum(row, outputs), gradient };
  }

  async dispose(): Promise<void> {
    await this.ofLosses.dispose();
    await this.ofGradient.dispose();
  }

  private feeds(
    { answers, weights, targets }: PreparedRow,
    states: Float32Array,
    share: number,
  ): Feeds {
    const { size } = this;
    const picked = new Float32Array(answers.length * size);
    answers.forEach((token, answer) => {
      picked.set(states.subarray(token * size, (token + 1) * size), answer * size);
    });
    const shares = Float32Array.from(weights, (weight) => weight * share);
    return {
      ...this.weights,
      [HEAD.states]: new Tensor("float32", picked, [1, answers.length, size]),
      [HEAD.targets]: targets,
      [HEAD.weights]: new Tensor("float32", shares, [1, answers.length, 1]),
    };
  }

  private async sum({ weights }: PreparedRow, outputs: Feeds): Promise<number> {
    const [losses] = await this.device.read(outputs, [HEAD.losses]);
    return weights.reduce((total, weight, at) => total + weight * losses![at]!, 0);
  }
}
