/** Entry of the engine's thread. */
import { createEngine } from "../engine/engine";
import { siteFiles } from "../engine/files/modelFiles";
import { browserBases } from "../engine/ownBase/kept";
import { runtimeFiles } from "../engine/device/runtimeFiles";
import { serveEngine } from "./server";

/** More threads than this gain nothing at this model size. */
const MAXIMUM_THREADS = 4;

/** Address of the site's files: the page hands its own over as the worker's name. */
const baseUrl = self.name || self.location.href;
const threads = self.crossOriginIsolated
  ? Math.min(MAXIMUM_THREADS, navigator.hardwareConcurrency || 1)
  : 1;

const engine = createEngine({
  files: siteFiles(baseUrl),
  keptBases: browserBases(),
  runtime: { threads, files: runtimeFiles(self.location.href) },
});
serveEngine(engine, self);
