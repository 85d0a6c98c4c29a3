/** The measured runtimes side by side in one page, called from scripts/bench.ts. */
import { offerDevices } from "../../src/engine/device/devices";
import type { Contestant, EngineContestant } from "./contestant";
import { connect } from "./thread";
import { createWllama } from "./wllama";

const contestants = {
  engine: connect<EngineContestant>(
    new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" }),
  ),
  plain: connect<Contestant>(
    new Worker(new URL("./plainWorker.ts", import.meta.url), { type: "module" }),
  ),
  transformers: connect<Contestant>(
    new Worker(new URL("./transformersWorker.ts", import.meta.url), { type: "module" }),
  ),
  wllama: createWllama(),
};

const bench = { contestants, offerDevices };

export type Bench = typeof bench;
export type ContestantName = keyof typeof contestants;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
