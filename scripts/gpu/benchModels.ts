/** Measures the page's engine with one base model on the GPU. */
import { join } from "node:path";
import { configureRuntime } from "../../src/engine/device/runtime";
import { readCheckpointManifest } from "../../src/engine/hypernetwork/kinds";
import type { Contestants } from "../bench/contestant";
import { createEngineContestant } from "../bench/engineContestant";
import { measure, type Plan } from "../bench/measure";
import { createPlainContestant } from "../bench/plainContestant";
import { readPrompt } from "../bench/prompt";
import { summarise, type DeviceReport, type Spread } from "../bench/report";
import { folderFiles } from "../folderFiles";
import { loadAndCheck, type LogitsCheck, readGoldenLogits } from "./checkLogits";
import { lessonSteps, type LessonSteps } from "./lessonSteps";
import { bytesOfStep, stepBytes } from "./stepBytes";
import type { Benched } from "./benchedModels";

export interface MeasuredCase {
  hasLora: boolean;
  columns: number;
  promptTokens: number;
  prefillMs: Spread;
  /** Milliseconds from one token of every column to the next. */
  stepMs: Spread;
  /** Tokens of all columns together in a second, at the median step. */
  tokensPerSecond: number;
  /** Fewest bytes that a step reads from memory. */
  stepBytes: number;
}

export interface ModelReport {
  base: string;
  /** Null where no hypernetwork writes adapters for the base. */
  hypernetwork: string | null;
  check: LogitsCheck | null;
  loadMs: DeviceReport["loadMs"];
  adapterMs: Spread | null;
  cases: MeasuredCase[];
  ratios: DeviceReport["ratios"];
  lessons: LessonSteps[];
}

/** `root` holds what the repository holds: public/models and tests/fixtures. */
export interface BenchPlace {
  root: string;
  isSoftware: boolean;
}

export async function benchModels(
  { baseModelId, hypernetwork }: Benched,
  { root, isSoftware }: BenchPlace,
): Promise<ModelReport> {
  const files = folderFiles(join(root, "public"));
  const { record, gguf } = await readPrompt(files, baseModelId);
  const manifest =
    hypernetwork &&
    readCheckpointManifest(
      await files.readText(`models/${hypernetwork.hypernetworkId}/manifest.json`),
    );
  const environment = { files, runtime: { threads: 1 } };
  configureRuntime(environment.runtime);
  console.error(`${record.label}: comparing its logits with PyTorch's`);
  const golden = await readGoldenLogits(join(root, "tests/fixtures/golden"), record.id);
  const { bytesHeld, check } = await loadAndCheck(gguf, golden, isSoftware);
  const contestants: Contestants = {
    ...(hypernetwork && {
      engine: createEngineContestant(environment, { baseModelId, ...hypernetwork }),
    }),
    plain: createPlainContestant(environment, baseModelId),
  };
  const plan = isSoftware ? SOFTWARE_PLAN : PLAN;
  const samples = await measure(contestants, {
    ...plan,
    contestants: plan.contestants.filter((name) => contestants[name]),
  });
  await contestants.engine?.dispose?.();
  await contestants.plain?.dispose?.();
  console.error(`${record.label}: lessons`);
  const benched = { baseModelId, hypernetwork };
  const lessons = await lessonSteps(
    environment,
    benched,
    isSoftware ? SOFTWARE_LESSONS : LESSONS,
  );
  const { loadMs, adapterMs, cases, ratios } = summarise(samples, "");
  const bytes = stepBytes(gguf, manifest, bytesHeld);
  return {
    base: record.label,
    hypernetwork: manifest && `${manifest.label} (${manifest.id})`,
    check,
    loadMs,
    adapterMs,
    cases: cases.map(({ contestant, columns, promptTokens, prefillMs, stepMs }) => {
      const hasLora = contestant === "engine";
      return {
        hasLora,
        columns,
        promptTokens,
        prefillMs,
        stepMs,
        tokensPerSecond: (1000 * columns) / stepMs.median,
        stepBytes: bytesOfStep(bytes, { columns, tokens: promptTokens, hasLora }),
      };
    }),
    ratios,
    lessons,
  };
}

const PLAN: Plan = {
  device: "webgpu",
  rounds: 8,
  steps: 32,
  columns: [1, 2, 4],
  contestants: ["engine", "plain"],
};

const LESSONS = { counts: [4, 16], steps: 6 };

/** A software adapter takes seconds a token: a step shows that it runs, no more. */
const SOFTWARE_PLAN: Plan = { ...PLAN, rounds: 1, steps: 1, columns: [1] };
const SOFTWARE_LESSONS = { counts: [1], steps: 2 };
