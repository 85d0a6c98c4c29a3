/** The measured runtimes side by side in one page, called from scripts/bench.ts. */
import { offerDevices } from "../../src/engine/device/devices";
import { AppError } from "../../src/shared/errors";
import { connect, type Service } from "../../src/worker/bridge";
import type { Contestant, EngineContestant } from "./contestant";
import { createWllama } from "./wllama";

const contestants = {
  engine: inThread<EngineContestant>(
    () => new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" }),
  ),
  plain: inThread<Contestant>(
    () => new Worker(new URL("./plainWorker.ts", import.meta.url), { type: "module" }),
  ),
  transformers: inThread<Contestant>(
    () =>
      new Worker(new URL("./transformersWorker.ts", import.meta.url), { type: "module" }),
  ),
  wllama: createWllama(),
};

const bench = { contestants, offerDevices };

export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;

function inThread<T extends Service<T>>(startThread: () => Worker): T {
  const deathError = (reason: string) => new AppError({ code: "thread-stopped", reason });
  return connect<T>({ startThread, deathError }).calls;
}
