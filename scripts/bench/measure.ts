/** Runs every case in turn, round after round: what slows the machine down slows all alike. */
import type { Device } from "../../src/shared/engine";
import type { ContestantName, Contestants } from "./contestant";

export interface Plan {
  device: Device;
  rounds: number;
  steps: number;
  columns: readonly number[];
  contestants: readonly ContestantName[];
}

export interface Case {
  contestant: ContestantName;
  columns: number;
}

export interface CaseSamples extends Case {
  promptTokens: number;
  prefillMs: number[];
  /** Steps of every round. */
  stepMs: number[][];
}

export interface Samples {
  loadMs: Partial<Record<ContestantName, number>>;
  adapterMs: number[];
  cases: CaseSamples[];
  /** Why a contestant could not load the model, in its own words. */
  failures: Partial<Record<ContestantName, string>>;
}

/** Runtimes that are not the engine's, which may be unable to load a model. */
const FOREIGN: ReadonlySet<ContestantName> = new Set(["transformers", "wllama"]);
/** Those that answer one sequence at a time, or are measured so. */
const ONE_SEQUENCE: ReadonlySet<ContestantName> = new Set([...FOREIGN, "smollm2"]);

/** No round is begun after this long. */
const LONGEST_MS = 210_000;

const DESCRIPTIONS = [
  "Answer in French.",
  "Write the word backwards.",
  "Say whether the review is positive or negative.",
  "Give the capital of the country.",
  "Put the sentence into the past tense.",
  "Count the vowels in the word and write the number.",
  "List the names that appear in the text, separated by commas.",
  "Rewrite the message so that it is polite, and keep it in one sentence.",
];

export async function measure(contestants: Contestants, plan: Plan): Promise<Samples> {
  const samples: Samples = { loadMs: {}, adapterMs: [], cases: [], failures: {} };
  for (const name of plan.contestants) {
    console.error(`${plan.device}: loading ${name}`);
    try {
      samples.loadMs[name] = await contestants[name]!.load(plan.device);
    } catch (error) {
      if (!FOREIGN.has(name)) throw error;
      samples.failures[name] = error instanceof Error ? error.message : String(error);
      console.error(`${name}: ${samples.failures[name]}`);
    }
  }
  const loaded = plan.contestants.filter((name) => !(name in samples.failures));
  const cases = planCases({ ...plan, contestants: loaded });
  samples.cases = cases;
  const makeAdapter = (round: number) =>
    contestants.engine?.makeAdapter(DESCRIPTIONS[round % DESCRIPTIONS.length]!);
  const decode = ({ contestant, columns }: Case, steps: number) =>
    contestants[contestant]!.decode({ columns, steps });

  // The first run of anything compiles and allocates; it is not counted.
  await makeAdapter(0);
  for (const each of cases) await decode(each, 1);
  const started = performance.now();
  for (let round = 0; round < plan.rounds; round++) {
    if (performance.now() - started > LONGEST_MS) break;
    console.error(`${plan.device}: round ${round + 1} of ${plan.rounds}`);
    const adapterMs = await makeAdapter(round + 1);
    if (typeof adapterMs === "number") samples.adapterMs.push(adapterMs);
    // The order alternates, so that no case always follows the same one.
    for (const each of round % 2 === 0 ? cases : cases.toReversed()) {
      const { promptTokens, prefillMs, stepMs } = await decode(each, plan.steps);
      each.promptTokens = promptTokens;
      each.prefillMs.push(prefillMs);
      each.stepMs.push(stepMs);
    }
  }
  return samples;
}

/** Cases that are held against each other are neighbours. */
function planCases({ columns, contestants }: Plan): CaseSamples[] {
  return columns.flatMap((count, index) =>
    contestants
      .filter((contestant) => index === 0 || !ONE_SEQUENCE.has(contestant))
      .map((contestant) => ({
        contestant,
        columns: ONE_SEQUENCE.has(contestant) ? 1 : count,
        promptTokens: 0,
        prefillMs: [],
        stepMs: [],
      })),
  );
}
