/** Result of `npm run bench:gpu`, as JSON and as a table. */
import { cpus, release } from "node:os";
import type { Spread } from "../bench/report";
import type { MeasuredCase, ModelReport } from "./benchModels";
import { adapterWords, type GpuAdapter } from "./dawn";

export interface GpuReport {
  adapter: GpuAdapter;
  /** Bytes a second, from the maker's data sheet or as given; null when not known. */
  memoryBandwidth: number | null;
  host: { system: string; processor: string; node: string };
  models: ModelReport[];
}

export function hostFacts(): GpuReport["host"] {
  return {
    system: `${process.platform} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    node: process.version,
  };
}

export function printGpuReport({
  adapter,
  memoryBandwidth,
  host,
  models,
}: GpuReport): void {
  console.log(`\nWebGPU in Node (Dawn) on ${adapterWords(adapter)}`);
  console.log(`${host.system}, ${host.processor}, Node ${host.node}`);
  if (adapter.isSoftware) {
    console.log("One step each on the processor: no measure of any GPU.");
  }
  for (const model of models) printModel(model, memoryBandwidth);
}

function printModel(report: ModelReport, bandwidth: number | null): void {
  const { base, hypernetwork, check, loadMs, adapterMs, cases, ratios, lessons } = report;
  console.log(`\n${base}, ${hypernetwork ?? "no hypernetwork writes adapters for it"}`);
  console.log(checkWords(check));
  console.log("Every operator ran on the GPU: sessions are refused otherwise.");
  console.table(cases.map((each) => tableRow(each, bandwidth)));
  if (adapterMs) console.log(`description -> adapter: ${spreadWords(adapterMs)}`);
  console.log(
    `load: ${seconds(loadMs.engine)} with the hypernetwork, ` +
      `${seconds(loadMs.plain)} the base model without LoRA`,
  );
  for (const [name, ratio] of Object.entries(ratios)) {
    console.log(`${name}: ${spreadWords(ratio, "", 2)}`);
  }
  for (const { examples, openMs, stepMs, losses } of lessons) {
    const [first, last] = losses.map((loss) => round(loss, 3));
    console.log(
      `lesson of ${examples} examples: a step ${spreadWords(stepMs)}, ${seconds(openMs)} before ` +
        `the first, loss ${first} to ${last}`,
    );
  }
}

function tableRow(
  { hasLora, columns, promptTokens, prefillMs, stepMs, ...rest }: MeasuredCase,
  bandwidth: number | null,
) {
  const bytesPerSecond = rest.stepBytes / (stepMs.median / 1000);
  return {
    LoRA: hasLora ? "yes" : "no",
    columns,
    "prefill ms": round(prefillMs.median, 1),
    "ms a prompt token": round(prefillMs.median / promptTokens, 2),
    "step ms": round(stepMs.median, 2),
    "fastest ms": round(stepMs.min, 2),
    "tokens/s": round(rest.tokensPerSecond, 1),
    "MB a step": round(rest.stepBytes / 1e6, 1),
    "GB/s": round(bytesPerSecond / 1e9, 2),
    ...(bandwidth && {
      "of bandwidth": `${round((100 * bytesPerSecond) / bandwidth, 1)} %`,
    }),
  };
}

function checkWords(check: ModelReport["check"]): string {
  if (!check) return "No golden logits of this model: not compared with PyTorch.";
  const { positions, topShare, largestDifference, largestDivergence, hasPassed } = check;
  return (
    `${hasPassed ? "Logits agree" : "LOGITS DISAGREE"} with PyTorch's at ${positions} positions: ` +
    `top-1 ${round(100 * topShare, 1)} %, KL at most ${largestDivergence.toExponential(1)}, ` +
    `a logit differs by at most ${largestDifference.toExponential(1)}`
  );
}

function spreadWords({ min, median, max }: Spread, unit = " ms", digits = 1): string {
  return `${round(median, digits)}${unit} (${round(min, digits)} to ${round(max, digits)})`;
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? "not measured" : `${round(ms / 1000, 1)} s`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
