/** Cuts a graph at its seams into graphs that are run one after another. */
import type { OnnxGraph, OnnxNode, OnnxTensor } from "../../../formats/onnx";

/**
 * Parts with weights of at most `mostBytes` each, where the seams lie close enough. What one part
 * makes and a later one needs is an output of the one and an input of the other, under its name.
 */
export function graphParts(graph: OnnxGraph, mostBytes: number): OnnxGraph[] {
  const weights = new Map(graph.initializers.map((weight) => [weight.name, weight]));
  const pieces = piecesAtSeams(graph);
  const bytesOf = (nodes: readonly OnnxNode[]) =>
    weightsOf(nodes, weights).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const groups: OnnxNode[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && bytesOf([...last, ...piece]) <= mostBytes) last.push(...piece);
    else groups.push([...piece]);
  }
  return groups.map((nodes, part) => {
    const made = named(nodes.flatMap(({ outputs }) => outputs));
    const used = named(nodes.flatMap(({ inputs }) => inputs));
    const later = named(
      groups.slice(part + 1).flatMap((others) => others.flatMap(({ inputs }) => inputs)),
    );
    const given = new Set(graph.inputs.map(({ name }) => name));
    const isCrossing = (name: string) => !made.has(name) && !given.has(name);
    const crossing = (names: Iterable<string>) =>
      [...names].map((name) => ({ name, type: "float32", shape: null }) as const);
    const fromEarlier = [...used].filter(
      (name) => isCrossing(name) && !weights.has(name),
    );
    const outputs = graph.outputs.filter(({ name }) => made.has(name));
    const isOutput = new Set(outputs.map(({ name }) => name));
    const toLater = [...made].filter((name) => later.has(name) && !isOutput.has(name));
    return {
      name: `${graph.name}.${part}`,
      inputs: [
        ...graph.inputs.filter(({ name }) => used.has(name)),
        ...crossing(fromEarlier),
      ],
      outputs: [...outputs, ...crossing(toLater)],
      initializers: weightsOf(nodes, weights),
      nodes,
      seams: [],
    };
  });
}

/** The names, without those of inputs and outputs that are left out. */
function named(names: readonly string[]): Set<string> {
  return new Set(names.filter((name) => name !== ""));
}

function piecesAtSeams({ nodes, seams }: OnnxGraph): OnnxNode[][] {
  const bounds = [...new Set([0, ...seams, nodes.length])];
  return bounds
    .slice(1)
    .map((to, index) => nodes.slice(bounds[index], to))
    .filter((piece) => piece.length > 0);
}

/** Weights that these nodes read, each once. */
function weightsOf(
  nodes: readonly OnnxNode[],
  weights: ReadonlyMap<string, OnnxTensor>,
): OnnxTensor[] {
  const names = new Set(nodes.flatMap(({ inputs }) => inputs));
  return [...names].flatMap((name) => weights.get(name) ?? []);
}
