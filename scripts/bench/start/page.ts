/** One load of the models in a page, called from scripts/benchStart.ts. */
import { AppError } from "../../../src/shared/errors";
import { connect } from "../../../src/worker/bridge";
import type { Loader } from "./worker";

const { calls } = connect<Loader>({
  startThread: () =>
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  deathError: (reason) => new AppError({ code: "thread-stopped", reason }),
});

declare global {
  interface Window {
    benchStart: Loader;
  }
}

window.benchStart = calls;
