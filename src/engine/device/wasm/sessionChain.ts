/** Parts of a graph as sessions: what one part makes, later ones are fed. */
import { serialiseModel, type OnnxGraph } from "../../../formats/onnx";
import type { GraphSession } from "../device";
import { Session, type Feeds, type Tensor } from "../runtime";

interface Link {
  inputs: readonly string[];
  outputs: readonly string[];
  session: Session;
}

/**
 * Opens the parts one after another, so that one's matrices are packed before the next is read; the
 * largest first, as the memory that packing takes beside them then serves the others.
 */
export async function openSessionChain(
  parts: readonly OnnxGraph[],
  options: Parameters<typeof Session.create>[1],
): Promise<GraphSession> {
  const links: (Link | undefined)[] = [];
  const dispose = async () => {
    for (const link of links) await link?.session.dispose();
  };
  const names = (values: OnnxGraph["inputs"]) => values.map(({ name }) => name);
  try {
    for (const [index, part] of bySize(parts)) {
      const session = await Session.create(serialiseModel(part), options);
      links[index] = {
        inputs: names(part.inputs),
        outputs: names(part.outputs),
        session,
      };
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  const chain = links as Link[];
  return { run, dispose };

  /** Parts behind the last wanted output are not run. */
  async function run(
    feeds: Feeds,
    fetches?: Record<string, Tensor | null>,
  ): Promise<Feeds> {
    const wanted = fetches
      ? Object.keys(fetches)
      : chain.flatMap(({ outputs }) => outputs);
    const end = chain.findLastIndex(({ outputs }) =>
      outputs.some((name) => wanted.includes(name)),
    );
    const known: Feeds = { ...feeds };
    for (const { inputs, outputs, session } of chain.slice(0, end + 1)) {
      const own = Object.fromEntries(inputs.map((name) => [name, known[name]!]));
      const places = outputs.map((name) => [name, fetches?.[name] ?? null] as const);
      Object.assign(known, await session.run(own, Object.fromEntries(places)));
    }
    return Object.fromEntries(wanted.map((name) => [name, known[name]!]));
  }
}

/** Parts with their places, those with the most bytes of weights first. */
function bySize(parts: readonly OnnxGraph[]): [number, OnnxGraph][] {
  const bytesOf = ({ initializers }: OnnxGraph) =>
    initializers.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return [...parts.entries()].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a));
}
