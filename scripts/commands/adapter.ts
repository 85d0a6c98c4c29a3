/** `npm run adapter`: a description, examples, or both, into an adapter's files. */
import { parseArgs } from "node:util";
import { ADAPTER_FORMATS, type AdapterFormat } from "../../src/shared/adapter";
import type { AdapterSummary } from "../../src/shared/adapter";
import type { Engine } from "../../src/shared/engine";
import type { BaseModelRecord } from "../../src/shared/models";
import { modelCard } from "../../src/formats/modelCard";
import { defaultTeaching } from "../../src/shared/teaching";
import { completeExamples } from "../../src/store/examples/list";
import { rolesOf } from "../../src/store/examples/roles";
import { lessonExamples } from "../../src/store/teaching/examples";
import { readExampleFile } from "./givenFiles";
import {
  checkPlace,
  checkWriter,
  MODEL_OPTIONS,
  openEngine,
  print,
  runProgram,
  save,
  tell,
  UsageError,
} from "./program";

const USAGE = `Usage: npm run adapter -- "description" [--examples pairs.csv --teach] -o adapter.zip
         [--format peft|gguf|onnx|merged-f16|merged-q8_0] [--strength 1] [--steps N]
         [--base ID|FILE.gguf] [--hypernetwork ID] [--threads N | --device webgpu] [--json]
A description may be left out where --teach has examples to begin with.`;

await runProgram(USAGE, async (signal) => {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      examples: { type: "string" },
      teach: { type: "boolean", default: false },
      steps: { type: "string" },
      format: { type: "string", default: "peft" },
      strength: { type: "string", default: "1" },
      ...MODEL_OPTIONS,
    },
  });
  const description = positionals.join(" ").trim();
  const { output, teach } = options;
  if (!output) throw new UsageError("-o names the file to write.");
  if (teach && !options.examples) throw new UsageError("--teach needs --examples.");
  if (!description && !teach) throw new UsageError("There is no description.");
  const format = readFormat(options.format);
  const strength = Number(options.strength);
  const steps = options.steps === undefined ? null : Number(options.steps);
  if (!Number.isFinite(strength)) throw new UsageError("--strength is a number.");
  if (steps !== null && (!Number.isInteger(steps) || steps < 1))
    throw new UsageError("--steps is from 1 on.");
  await checkPlace(output);
  const list = options.examples ? await readExampleFile(options.examples, tell) : [];

  const { engine, loaded, record } = await openEngine(options, signal);
  let adapter: AdapterSummary | null = null;
  if (!teach) checkWriter(loaded);
  if (description && loaded.hypernetwork) {
    adapter = await engine.generateAdapter(description, signal);
    tell(`Generated in ${Math.round(adapter.timings.generateMs)} ms`);
  }
  if (teach) adapter = await teachOn(engine, record, adapter, list, steps, signal);
  const card = modelCard({
    adapter: adapter!,
    loaded,
    record,
    strength,
    scope: null,
    examples: withRoles(list),
    score: null,
    link: null,
    time: Date.now(),
  });
  const file = await engine.exportAdapter(adapter!.id, strength, null, { format, card });
  await save(output, file.bytes, signal);
  const {
    description: text,
    rank,
    alpha,
    parameters,
    checksum,
    targetModules,
  } = adapter!;
  const lesson = adapter!.lesson ?? null;
  const facts = { file: output, format, bytes: file.bytes.length, description: text };
  const numbers = { rank, alpha, parameters, checksum, targetModules, lesson };
  print(
    options.json
      ? JSON.stringify({ ...facts, base: loaded.base.id, strength, ...numbers })
      : output,
  );
});

/** The complete examples, each with its role. */
function withRoles(list: Parameters<typeof rolesOf>[0]) {
  const roles = rolesOf(list);
  return completeExamples(list).map(({ id, input, expected }) => ({
    input,
    expected,
    role: roles.get(id)!,
  }));
}

function teachOn(
  engine: Engine,
  base: BaseModelRecord,
  adapter: AdapterSummary | null,
  list: Parameters<typeof lessonExamples>[0],
  steps: number | null,
  signal: AbortSignal,
): Promise<AdapterSummary> {
  const start = adapter
    ? ({ kind: "adapter", adapterId: adapter.id } as const)
    : ({ kind: "zero" } as const);
  const examples = lessonExamples(list);
  const defaults = defaultTeaching(base, examples.examples.length, start.kind === "zero");
  const settings = { ...defaults, steps: steps ?? defaults.steps };
  const request = { start, ...examples, settings };
  tell(`Teaching ${request.examples.length}, ${request.heldOut.length} kept back`);
  const nats = (loss: number | null) => (loss === null ? "–" : loss.toFixed(3));
  return engine.teach(
    request,
    ({ step, taughtLoss, heldOutLoss }) =>
      tell(
        `Step ${step}/${settings.steps}: taught ${nats(taughtLoss)}, kept back ${nats(heldOutLoss)}`,
      ),
    signal,
  );
}

function readFormat(name: string): AdapterFormat {
  const format = ADAPTER_FORMATS.find((known) => known === name);
  if (format) return format;
  throw new UsageError(
    `There is no format "${name}"; there are ${ADAPTER_FORMATS.join(", ")}.`,
  );
}
