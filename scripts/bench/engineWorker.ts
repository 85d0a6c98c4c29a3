/**
 * The page's engine, as the page loads it and asks it, with an adapter in every column. A base
 * column beside an adapted one costs the same: the batch is padded to its widest row.
 */
import { createEngine } from "../../src/engine/engine";
import { siteFiles } from "../../src/engine/files/modelFiles";
import { runtimeFiles } from "../../src/engine/device/runtimeFiles";
import { createTokenizer } from "../../src/engine/base/tokenizer";
import { renderConversation } from "../../src/engine/base/chatTemplate";
import { readGguf } from "../../src/formats/gguf";
import type { ColumnRequest } from "../../src/shared/engine";
import { GREEDY } from "../../src/shared/sampler";
import { serve } from "../../src/worker/bridge";
import { INITIAL_MODELS } from "../initialModels";
import { BASE, fetchBase } from "./baseFile";
import {
  CONTEXT_LENGTH,
  decoding,
  MESSAGES,
  THREADS,
  type EngineContestant,
} from "./contestant";

/** The work is that of strength 1, but the answer stays as long as the base model's. */
const FAINT = 0.01;

const engine = createEngine({
  files: siteFiles(`${self.location.origin}/`),
  runtime: { threads: THREADS, files: runtimeFiles(self.location.href) },
});
let adapterId: string | null = null;
let promptTokens = 0;

const contestant: EngineContestant = {
  async load(device) {
    const started = performance.now();
    await engine.load(
      { ...INITIAL_MODELS, device, contextLength: CONTEXT_LENGTH },
      () => {},
    );
    const elapsed = performance.now() - started;
    const file = await (await fetchBase()).arrayBuffer();
    const tokenizer = createTokenizer(readGguf(new Uint8Array(file)), BASE.chatTemplate);
    promptTokens = tokenizer.encode(
      renderConversation(BASE.chatTemplate, MESSAGES),
    ).length;
    return elapsed;
  },
  async makeAdapter(description) {
    const started = performance.now();
    const adapter = await engine.generateAdapter(description);
    const elapsed = performance.now() - started;
    if (adapterId !== null) await engine.releaseAdapter(adapterId);
    adapterId = adapter.id;
    return elapsed;
  },
  async decode({ columns, steps }) {
    const requests = Array.from({ length: columns }, (_, column): ColumnRequest => ({
      id: String(column),
      messages: MESSAGES,
      adapterId,
      strength: FAINT,
    }));
    const times: number[] = [];
    const results = await engine.chat(
      { columns: requests, sampler: GREEDY, maxNewTokens: steps + 1 },
      () => times.push(performance.now()),
    );
    return decoding(promptTokens, results[0]!.firstTokenMs, times, steps);
  },
};
serve(contestant, self);
