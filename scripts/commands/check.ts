/** `npm run check`: how many examples the base model answers with and without an adapter. */
import { parseArgs } from "node:util";
import { METRICS, type Metric, score } from "../../src/shared/metrics";
import { meanInterval, pairedTest } from "../../src/shared/statistics";
import { rolesOf } from "../../src/store/examples/roles";
import { answerTogether } from "../measuring";
import { readAdapterFiles, readExampleFile } from "./givenFiles";
import {
  MODEL_OPTIONS,
  openEngine,
  print,
  runProgram,
  tell,
  UsageError,
} from "./program";

const USAGE = `Usage: npm run check -- pairs.csv --adapter adapter.zip [--metric exact|contains|rouge]
         [--part all|check] [--base ID|FILE.gguf] [--threads N | --device webgpu] [--json]
--part check asks only what \`npm run adapter -- --teach\` kept back.`;

/** Columns of one batch. */
const ROWS = 10;
const LONGEST_ANSWER = 96;

await runProgram(USAGE, async (signal) => {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      adapter: { type: "string" },
      metric: { type: "string", default: "exact" },
      part: { type: "string", default: "all" },
      ...MODEL_OPTIONS,
    },
  });
  const [file, ...others] = positionals;
  if (!file || others.length > 0) throw new UsageError("Name one file of examples.");
  if (!options.adapter) throw new UsageError("--adapter names the adapter.");
  const metric = METRICS.find((known) => known === options.metric);
  if (!metric) throw new UsageError(`There are the metrics ${METRICS.join(", ")}.`);
  if (options.part !== "all" && options.part !== "check") {
    throw new UsageError("--part is all or check.");
  }
  const list = await readExampleFile(file, tell);
  const roles = rolesOf(list);
  const examples = list.filter(
    ({ id }) => options.part === "all" || roles.get(id) === "check",
  );
  if (examples.length === 0) throw new UsageError("No example is kept back of so few.");
  const given = await readAdapterFiles(options.adapter);
  const { engine } = await openEngine(options, signal);
  const { id, imported } = await engine.importAdapter(given, signal);
  for (const key of imported?.vainPatterns ?? [])
    tell(`The pattern "${key}" matches nothing`);

  const answers = { base: [] as string[], adapter: [] as string[] };
  for (let start = 0; start < examples.length; start += ROWS) {
    const inputs = examples.slice(start, start + ROWS).map(({ input }) => input);
    answers.base.push(...(await ask(null, inputs)));
    answers.adapter.push(...(await ask(id, inputs)));
    tell(`${answers.adapter.length}/${examples.length}`);
  }
  const scores = {
    base: scoresOf(metric, answers.base),
    adapter: scoresOf(metric, answers.adapter),
  };
  const result = {
    examples: examples.length,
    metric,
    base: meanInterval(scores.base),
    adapter: meanInterval(scores.adapter),
    difference: differenceOf(scores.adapter, scores.base),
  };
  if (options.json) {
    const rows = examples.map(({ input, expected }, index) => ({
      input,
      expected,
      base: answers.base[index]!,
      adapter: answers.adapter[index]!,
    }));
    print(JSON.stringify({ ...result, answers: rows }));
    return;
  }
  print(`${result.examples} examples, ${metric}, 95 % intervals`);
  for (const name of ["base", "adapter"] as const) {
    const { score: value, low, high } = result[name];
    print(`${name.padEnd(8)} ${percent(value)} (${percent(low)} – ${percent(high)})`);
  }
  print(`difference p = ${result.difference.pValue.toFixed(4)}`);

  function ask(adapterId: string | null, inputs: readonly string[]): Promise<string[]> {
    const how = { adapterId, prompt: null };
    return answerTogether(engine, how, inputs, LONGEST_ANSWER, signal);
  }

  function scoresOf(of: Metric, given: readonly string[]): number[] {
    return given.map((text, index) => score(of, text, examples[index]!.expected));
  }
});

function differenceOf(left: readonly number[], right: readonly number[]) {
  const { score: mean, pValue, interval } = pairedTest(left, right);
  return { score: mean, pValue, ...interval(0.05) };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
