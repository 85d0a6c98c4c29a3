/** `npm run chat`: messages from standard input, a line each, and the answers to them. */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { ChatMessage } from "../../src/shared/chat";
import { throwIfAborted } from "../../src/shared/errors";
import { GREEDY } from "../../src/shared/sampler";
import { readAdapterFiles } from "./givenFiles";
import {
  checkWriter,
  MODEL_OPTIONS,
  openEngine,
  print,
  runProgram,
  tell,
  UsageError,
} from "./program";

const USAGE = `Usage: npm run chat -- [--adapter adapter.zip | --description TEXT] [--strength 1]
         [--system TEXT] [--each] [--base ID|FILE.gguf] [--threads N | --device webgpu] [--json]
--each answers every line by itself, without what came before. An empty line forgets it too.`;

const LONGEST_ANSWER = 256;

await runProgram(USAGE, async (signal) => {
  const { values: options } = parseArgs({
    options: {
      adapter: { type: "string" },
      description: { type: "string" },
      strength: { type: "string", default: "1" },
      system: { type: "string" },
      each: { type: "boolean", default: false },
      ...MODEL_OPTIONS,
    },
  });
  const strength = Number(options.strength);
  if (!Number.isFinite(strength)) throw new UsageError("--strength is a number.");
  if (options.adapter && options.description) {
    throw new UsageError("--adapter or --description, not both.");
  }
  const given = options.adapter ? await readAdapterFiles(options.adapter) : null;
  const { engine, loaded } = await openEngine(options, signal);
  let adapterId: string | null = null;
  if (given) adapterId = (await engine.importAdapter(given, signal)).id;
  if (options.description) {
    checkWriter(loaded);
    adapterId = (await engine.generateAdapter(options.description, signal)).id;
  }

  const system: ChatMessage[] = options.system
    ? [{ role: "system", content: options.system }]
    : [];
  let messages = [...system];
  const isTerminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, terminal: false });
  signal.addEventListener("abort", () => lines.close());
  if (isTerminal) tell("Ready. Ctrl-D ends it.");
  for await (const line of lines) {
    throwIfAborted(signal);
    const content = line.trim();
    if (content === "" || options.each) messages = [...system];
    if (content === "") continue;
    messages.push({ role: "user", content });
    const column = { id: "0", messages, adapterId, strength };
    const request = { columns: [column], sampler: GREEDY, maxNewTokens: LONGEST_ANSWER };
    const [answer] = await engine.chat(request, () => {}, signal);
    throwIfAborted(signal);
    messages.push({ role: "assistant", content: answer!.text });
    const { text, tokens, finish } = answer!;
    print(
      options.json ? JSON.stringify({ message: content, text, tokens, finish }) : text,
    );
  }
  throwIfAborted(signal);
});
