/**
 * The engine's llama graph under the names and types that transformers.js feeds. No ONNX file
 * of these very weights is published; with the same kernels and weights on both sides, what is
 * compared is the way the model is driven. One sequence at a time, as `generate` is used.
 */
import { GraphBuilder } from "../../src/engine/device/graph";
import { INPUTS, OUTPUT_LOGITS } from "../../src/engine/base/llamaGraph";
import { pastKey, pastValue } from "../../src/engine/device/cache";
import type { OnnxGraph } from "../../src/formats/onnx";
import { TYPE_CODE } from "../../src/formats/onnx";

const LAST_LOGITS = "last_logits";
/** transformers.js makes the empty cache from the inputs' shapes and knows this dimension. */
const BATCH = "batch_size";

export function asTransformersGraph(
  graph: OnnxGraph,
  layers: number,
  vocabulary: number,
): OnnxGraph {
  const names = new Map([[OUTPUT_LOGITS, LAST_LOGITS]]);
  for (let layer = 0; layer < layers; layer++) {
    names.set(pastKey(layer), `past_key_values.${layer}.key`);
    names.set(pastValue(layer), `past_key_values.${layer}.value`);
  }
  const renamed = (name: string) => names.get(name) ?? name;
  const made = new Set<string>(Object.values(INPUTS));
  const { before, after } = adapters(vocabulary);
  const initializers = [...before.initializers, ...after.initializers];
  return {
    name: graph.name,
    inputs: [
      ...before.inputs,
      ...graph.inputs
        .filter(({ name }) => !made.has(name))
        .map((value) => ({
          ...value,
          name: renamed(value.name),
          shape: value.shape?.map((size) => (size === "batch" ? BATCH : size)) ?? null,
        })),
    ],
    outputs: [
      ...after.outputs,
      ...graph.outputs.filter(({ name }) => name !== OUTPUT_LOGITS),
    ],
    initializers: [
      ...new Map(
        [...graph.initializers, ...initializers].map((tensor) => [tensor.name, tensor]),
      ).values(),
    ],
    nodes: [
      ...before.nodes,
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(renamed),
        outputs: node.outputs.map(renamed),
      })),
      ...after.nodes,
    ],
    seams: [],
  };
}

/** Graphs that make the engine's inputs of theirs, and their output of the engine's. */
function adapters(vocabulary: number): { before: OnnxGraph; after: OnnxGraph } {
  const before = new GraphBuilder("before");
  before.input("input_ids", "int64", [BATCH, "sequence"]);
  before.input("attention_mask", "int64", [BATCH, "total"]);
  const one = before.integers([1]);
  const toInt32 = (from: string, to: string) =>
    before.operator("Cast", [from], {
      attributes: { to: TYPE_CODE.int32 },
      outputs: [to],
    });
  const named = (operator: string, inputs: string[], output: string) =>
    before.operator(operator, inputs, { outputs: [output] });
  const second = (name: string) =>
    named("Gather", [named("Shape", [name], `${name}.shape`), one], `${name}.length`);
  const sequence = second("input_ids");
  const total = second("attention_mask");
  toInt32("input_ids", INPUTS.tokens);
  toInt32(total, INPUTS.total);
  toInt32(named("Sub", [sequence, one], "input_ids.last"), INPUTS.last);
  toInt32(named("Sub", [total, one], "attention_mask.last"), INPUTS.lengths);

  const after = new GraphBuilder("after");
  after.operator("Unsqueeze", [LAST_LOGITS, after.integers([1])], {
    outputs: [OUTPUT_LOGITS],
  });
  after.output(OUTPUT_LOGITS, "float32", [BATCH, 1, vocabulary]);
  return { before: before.finish(), after: after.finish() };
}
