/** Samples -> minima, medians, maxima and ratios, as plain data and as a table. */
import type { ContestantName } from "./contestant";
import type { Case, Plan, Samples } from "./measure";

export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** Every ratio: smallest, median and largest of the rounds'. */
export interface Ratios {
  /** Step time of four columns with adapters over that of one. */
  fourColumnsOverOne: Spread;
  /** Step time of one column with an adapter over the same graph without LoRA. */
  loraOverBase: Spread;
  loraOverBaseTwoColumns: Spread;
  loraOverBaseFourColumns: Spread;
  /** Tokens a second of two columns with adapters together, over one sequence of theirs. */
  twoColumnsOverWllama: Spread;
  twoColumnsOverTransformersJs: Spread;
  /** A step without LoRA over what SmolLM2's costs for as many bytes of weights. */
  stepOverBytesOfSmolLM2: Spread;
}

export interface DeviceReport {
  note: string;
  loadMs: Samples["loadMs"];
  /** Why other runtimes could not load the model, in their own words. */
  failures: Samples["failures"];
  /** Null where the engine was not measured or no hypernetwork writes adapters for the base. */
  adapterMs: Spread | null;
  cases: (Case & { promptTokens: number; prefillMs: Spread; stepMs: Spread })[];
  /** Ratios whose cases were measured. */
  ratios: Partial<Ratios>;
}

export const NAMES: Record<ContestantName, string> = {
  engine: "this page, LoRA in its graph",
  plain: "this page, no LoRA in its graph",
  transformers: "transformers.js",
  wllama: "wllama",
  smollm2: "SmolLM2, no LoRA in its graph",
};

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    min: sorted[0]!,
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    max: sorted[sorted.length - 1]!,
  };
}

/** `weights` are those that a step reads, over SmolLM2's. */
export function summarise(samples: Samples, note: string, weights = 1): DeviceReport {
  return {
    note,
    failures: samples.failures,
    loadMs: samples.loadMs,
    adapterMs: samples.adapterMs.length > 0 ? spread(samples.adapterMs) : null,
    cases: samples.cases.map((each) => ({
      ...each,
      prefillMs: spread(each.prefillMs),
      stepMs: spread(each.stepMs.flat()),
    })),
    ratios: ratios(samples.cases, weights),
  };
}

/**
 * A round's ratio is that of its fastest steps. Under load an undisturbed step is luck, so the
 * fastest of all rounds would compare one case's luck with another's misfortune.
 */
function ratios(cases: Samples["cases"], weights: number): Partial<Ratios> {
  const fastest = (contestant: ContestantName, columns: number) =>
    cases
      .find((each) => each.contestant === contestant && each.columns === columns)
      ?.stepMs.map((steps) => Math.min(...steps));
  const over = (a?: number[], b?: number[], factor = 1) =>
    a && b && spread(a.map((value, round) => (factor * value) / b[round]!));
  const cost = (columns: number) =>
    over(fastest("engine", columns), fastest("plain", columns));
  const two = fastest("engine", 2);
  const all = {
    fourColumnsOverOne: over(fastest("engine", 4), fastest("engine", 1)),
    loraOverBase: cost(1),
    loraOverBaseTwoColumns: cost(2),
    loraOverBaseFourColumns: cost(4),
    twoColumnsOverWllama: over(fastest("wllama", 1), two, 2),
    twoColumnsOverTransformersJs: over(fastest("transformers", 1), two, 2),
    stepOverBytesOfSmolLM2: over(fastest("plain", 1), fastest("smollm2", 1), 1 / weights),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, ratio]) => ratio !== undefined),
  ) as Partial<Ratios>;
}

export function printReport(plan: Plan, report: DeviceReport): void {
  const { loadMs, adapterMs, cases, ratios, failures } = report;
  console.log(`\n${plan.device}: ${report.note}`);
  console.log(`min / median / max in ms\n`);
  console.log(`${"".padEnd(44)}${"prefill".padStart(24)}${"decode step".padStart(28)}`);
  for (const { contestant, columns, promptTokens, prefillMs, stepMs } of cases) {
    const count = `${columns} column${columns === 1 ? "" : "s"}`;
    const perSecond = ((1000 * columns) / stepMs.median).toFixed(1);
    console.log(
      `${NAMES[contestant].padEnd(34)}${count.padEnd(10)}` +
        `${triple(prefillMs, 0).padStart(24)}${triple(stepMs, 1).padStart(28)}` +
        `${perSecond.padStart(8)} tokens/s (median) after ${promptTokens}`,
    );
  }
  for (const [name, reason] of Object.entries(failures)) {
    console.log(`${NAMES[name as ContestantName]}: cannot load this file. ${reason}`);
  }
  const adapter = adapterMs ? triple(adapterMs, 0) : "not measured";
  console.log(`\n${"description -> adapter".padEnd(44)}${adapter.padStart(24)}`);
  for (const [name, elapsed] of Object.entries(loadMs)) {
    const what = `load ${NAMES[name as ContestantName]}`;
    console.log(`${what.padEnd(44)}${`${(elapsed / 1000).toFixed(1)} s`.padStart(24)}`);
  }
  console.log(
    "\nratios of each round's fastest steps, min / median / max of the rounds\n",
  );
  for (const [name, ratio] of Object.entries(ratios)) {
    console.log(`${name.padEnd(44)}${triple(ratio, 2).padStart(24)}`);
  }
}

function triple({ min, median, max }: Spread, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(" / ");
}
