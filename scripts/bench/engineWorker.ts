/** The page's engine in a thread of its own, as the page has it; its name is the base model's id. */
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { siteFiles } from "../../src/engine/files/modelFiles";
import { serve } from "../../src/worker/bridge";
import { loadedWith } from "../initialModels";
import { THREADS } from "./contestant";
import { createEngineContestant } from "./engineContestant";

const environment = {
  files: siteFiles(`${self.location.origin}/`),
  runtime: { threads: THREADS, files: runtimeFiles(self.location.href) },
};
serve(createEngineContestant(environment, loadedWith(self.name)), self);
