/** A graph without weights of its own: it is given them at every run. */
import type { OnnxTensor } from "../../formats/onnx";
import { GraphBuilder } from "./graph";
import { asInput, type Feeds } from "./runtime";

/**
 * Weights become inputs, so that one session computes all layers that are alike, and none holds
 * weights. Constants stay in the graph.
 */
export class StreamedGraphBuilder extends GraphBuilder {
  /** By the name of their input. */
  readonly weights = new Map<string, OnnxTensor>();

  override weight(tensor: OnnxTensor): string {
    if (this.has(tensor.name)) {
      throw new Error(`Two weights are named "${tensor.name}".`);
    }
    this.weights.set(tensor.name, tensor);
    return this.input(tensor.name, tensor.type, tensor.shape);
  }

  /** The weights declared so far, as a session is fed them. */
  feeds(): Feeds {
    return Object.fromEntries(
      Array.from(this.weights, ([name, weight]) => [name, asInput(weight)]),
    );
  }

  protected override has(name: string): boolean {
    return this.weights.has(name) || super.has(name);
  }
}
