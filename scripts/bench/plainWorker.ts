/** The base model without LoRA in a thread of its own, which its id is the name of. */
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { siteFiles } from "../../src/engine/files/modelFiles";
import { serve } from "../../src/worker/bridge";
import { THREADS } from "./contestant";
import { createPlainContestant } from "./plainContestant";

const environment = {
  files: siteFiles(`${self.location.origin}/`),
  runtime: { threads: THREADS, files: runtimeFiles(self.location.href) },
};
serve(createPlainContestant(environment, self.name), self);
