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
declare global {
  interface ImportMetaEnv {
    readonly MODELS_ADDRESS: string;
  }
}

/** Set by the build where the models lie elsewhere (MODELS_ADDRESS). */
const modelsUrl: string = import.meta.env.MODELS_ADDRESS || baseUrl;
const threads = self.crossOriginIsolated
  ? Math.min(MAXIMUM_THREADS, navigator.hardwareConcurrency || 1)
  : 1;

const engine = createEngine({
  files: siteFiles(baseUrl, modelsUrl),
  keptBases: browserBases(),
  runtime: { threads, files: runtimeFiles(self.location.href) },
});
serveEngine(engine, self);
