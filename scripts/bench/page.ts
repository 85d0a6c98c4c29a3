/** The measured runtimes side by side in one page, called from scripts/bench.ts. */
import { offerDevices } from "../../src/engine/device/devices";
import { DEFAULT_MODELS, MODELS, recordOf } from "../../src/shared/models";
import { AppError } from "../../src/shared/errors";
import { connect, type Service } from "../../src/worker/bridge";
import type { Contestant, EngineContestant } from "./contestant";
import { createWllama } from "./wllama";

/** The page's address has the base model's id behind "#". */
const base = recordOf(MODELS, "base", location.hash.slice(1));

// Vite reads the options where they stand: they cannot be a variable.
const plain = (name: string) =>
  inThread<Contestant>(
    () =>
      new Worker(new URL("./plainWorker.ts", import.meta.url), { type: "module", name }),
  );
const name = base.id;
const contestants = {
  engine: inThread<EngineContestant>(
    () =>
      new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module", name }),
  ),
  plain: plain(base.id),
  smollm2: plain(DEFAULT_MODELS.base),
  transformers: inThread<Contestant>(
    () =>
      new Worker(new URL("./transformersWorker.ts", import.meta.url), {
        type: "module",
        name,
      }),
  ),
  wllama: createWllama(base),
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
