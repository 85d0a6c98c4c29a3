/** A step of a lesson against reading the same tokens, and what the tab's memory grows by. */
import { readFile } from "node:fs/promises";
import type { Device } from "../../src/shared/engine";
import type { LessonTiming } from "./contestant";
import { spread, type Spread, triple } from "./report";
import type { BenchPage } from "./site";

export interface LessonPlan {
  device: Device;
  rounds: number;
  examples: number;
  steps: number;
}

export interface LessonReport {
  examples: number;
  tokens: number;
  stepMs: Spread;
  /** Time of a step's token over that of one read, of each round's fastest step. */
  stepOverReading: Spread;
  /** Bytes of the tab's processes; null where the system does not tell. */
  memory: { idle: number; teaching: number } | null;
}

const DESCRIPTION = "Write the date of the sentence as year-month-day.";
/** Between two looks at the memory. */
const SAMPLE_MS = 500;
/** After which what loading left behind is collected. */
const SETTLING_MS = 5000;

/** `bench` has nothing loaded yet: no other runtime shares the tab's memory. */
export async function measureLessons(
  bench: BenchPage,
  { device, rounds, examples, steps }: LessonPlan,
): Promise<LessonReport> {
  const engine = bench.contestants.engine!;
  await engine.load(device);
  const hasAdapters = (await engine.makeAdapter(DESCRIPTION)) !== null;
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  const idle = await tabBytes(bench);
  const timings: LessonTiming[] = [];
  const most = await largestWhile(bench, async () => {
    // What was read with one adapter, or with none, is not read again.
    for (let round = 0; round < (hasAdapters ? rounds : 1); round++) {
      console.error(`${device}: lesson ${round + 1} of ${rounds}`);
      await engine.makeAdapter(`${DESCRIPTION} ${round}`);
      timings.push(await engine.lesson({ examples, steps }));
    }
  });
  return {
    examples,
    tokens: timings[0]!.tokens,
    stepMs: spread(timings.flatMap(({ stepMs }) => stepMs)),
    stepOverReading: spread(timings.map(stepOverReading)),
    memory: idle !== null && most !== null ? { idle, teaching: most } : null,
  };
}

/** A fastest step's time a token over that of reading. */
export function stepOverReading(timing: LessonTiming): number {
  const { tokens, stepMs, readTokens, readMs } = timing;
  return Math.min(...stepMs) / tokens / (readMs / readTokens);
}

export function printLessons(report: LessonReport): void {
  const { examples, tokens, stepMs, stepOverReading: ratio, memory } = report;
  const what = `step of a lesson, ${examples} examples, ${tokens} tokens`;
  console.log(`\n${what.padEnd(44)}${triple(stepMs, 0).padStart(24)}`);
  const over = "lesson's step over reading, a token";
  console.log(`${over.padEnd(44)}${triple(ratio, 2).padStart(24)}`);
  if (!memory) return;
  const [idle, most] = [memory.idle, memory.teaching];
  const grown =
    `${(idle / 1e6).toFixed(0)} MB idle, ${(most / 1e6).toFixed(0)} MB at most ` +
    `while teaching, ${(most / idle).toFixed(2)} times as much`;
  console.log(`${"memory of the tab".padEnd(44)}${grown}`);
}

/** The largest of the tab's sizes while `work` goes on. */
async function largestWhile(
  bench: BenchPage,
  work: () => Promise<void>,
): Promise<number | null> {
  let isDone = false;
  let most: number | null = null;
  const watching = (async () => {
    while (!isDone) {
      const bytes = await tabBytes(bench);
      if (bytes !== null) most = Math.max(most ?? 0, bytes);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  try {
    await work();
  } finally {
    isDone = true;
    await watching;
  }
  return most;
}

/** Resident bytes of the browser's pages, of which there is one; null except on Linux. */
async function tabBytes({ page }: BenchPage): Promise<number | null> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer");
    const sizes = await Promise.all(
      pages.map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, "utf8");
        return 1024 * Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)![1]);
      }),
    );
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  } catch {
    return null;
  } finally {
    await session.detach().catch(() => {});
  }
}
