/** Samples -> minima, medians, maxima and ratios, as plain data and as a table. */
import type { Case, Plan, Samples } from "./measure";
import type { ContestantName } from "./page";

export interface Spread {
  min: number;
  median: number;
  max: number;
}

export interface Ratios {
  /** Step time of four columns with adapters over that of one. */
  fourColumnsOverOne: number | null;
  /** Step time of one column with an adapter over the same graph without LoRA. */
  loraOverBase: number | null;
  /** The same for every number of columns measured. */
  loraOverBaseByColumns: Record<number, number>;
  /** Tokens a second of two columns with adapters together, over one sequence of theirs. */
  twoColumnsOverWllama: number | null;
  twoColumnsOverTransformersJs: number | null;
}

export interface DeviceReport {
  note: string;
  loadMs: Samples["loadMs"];
  adapterMs: Spread;
  cases: (Case & { promptTokens: number; prefillMs: Spread; stepMs: Spread })[];
  ratios: Ratios;
}

const NAMES: Record<ContestantName, string> = {
  engine: "this page, with adapters",
  plain: "this page, no LoRA in its graph",
  transformers: "transformers.js",
  wllama: "wllama",
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

export function summarise(samples: Samples, note: string): DeviceReport {
  const cases = samples.cases.map((each) => ({
    ...each,
    prefillMs: spread(each.prefillMs),
    stepMs: spread(each.stepMs),
  }));
  return {
    note,
    loadMs: samples.loadMs,
    adapterMs: spread(samples.adapterMs),
    cases,
    ratios: ratios(cases),
  };
}

/** Of the minima: on a machine that also does other things, the undisturbed steps. */
function ratios(cases: DeviceReport["cases"]): Ratios {
  const step = (contestant: ContestantName, columns: number) =>
    cases.find((each) => each.contestant === contestant && each.columns === columns)
      ?.stepMs.min ?? null;
  const over = (a: number | null, b: number | null) =>
    a === null || b === null ? null : a / b;
  const adapted = (columns: number) => step("engine", columns);
  const cost = (columns: number) => over(adapted(columns), step("plain", columns));
  const throughput = (other: ContestantName) => {
    const ratio = over(step(other, 1), adapted(2));
    return ratio && 2 * ratio;
  };
  const counts = [...new Set(cases.map(({ columns }) => columns))];
  return {
    fourColumnsOverOne: over(adapted(4), adapted(1)),
    loraOverBase: cost(1),
    loraOverBaseByColumns: Object.fromEntries(
      counts.flatMap((columns) => {
        const ratio = cost(columns);
        return ratio === null ? [] : [[columns, ratio]];
      }),
    ),
    twoColumnsOverWllama: throughput("wllama"),
    twoColumnsOverTransformersJs: throughput("transformers"),
  };
}

export function printReport(plan: Plan, report: DeviceReport): void {
  const { loadMs, adapterMs, cases, ratios } = report;
  console.log(`\n${plan.device}: ${report.note}`);
  console.log(`min / median / max in ms\n`);
  console.log(`${"".padEnd(44)}${"prefill".padStart(22)}${"decode step".padStart(26)}`);
  for (const { contestant, columns, promptTokens, prefillMs, stepMs } of cases) {
    const count = `${columns} column${columns === 1 ? "" : "s"}`;
    const perSecond = ((1000 * columns) / stepMs.min).toFixed(1);
    console.log(
      `${NAMES[contestant].padEnd(34)}${count.padEnd(10)}` +
        `${triple(prefillMs, 0).padStart(22)}${triple(stepMs, 1).padStart(26)}` +
        `${perSecond.padStart(8)} tokens/s after ${promptTokens}`,
    );
  }
  console.log(
    `\n${"description -> adapter".padEnd(44)}${triple(adapterMs, 0).padStart(22)}`,
  );
  for (const [name, elapsed] of Object.entries(loadMs)) {
    const what = `load ${NAMES[name as ContestantName]}`;
    console.log(`${what.padEnd(44)}${`${(elapsed / 1000).toFixed(1)} s`.padStart(22)}`);
  }
  console.log("\nratios of the minima");
  const { loraOverBaseByColumns, ...single } = ratios;
  for (const [name, value] of Object.entries(single)) {
    if (value !== null) console.log(`${name.padEnd(34)}${value.toFixed(3)}`);
  }
  for (const [columns, value] of Object.entries(loraOverBaseByColumns)) {
    const what = `loraOverBase, columns: ${columns}`;
    console.log(`${what.padEnd(34)}${value.toFixed(3)}`);
  }
}

function triple({ min, median, max }: Spread, digits: number): string {
  return [min, median, max].map((value) => value.toFixed(digits)).join(" / ");
}
