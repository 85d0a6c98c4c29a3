/** Puts every example to every column, some rows of a batch at a time. */
import type { ChatRequest, ColumnResult } from "../../shared/chat";
import type { Device, Engine } from "../../shared/engine";
import { AppError, throwIfAborted } from "../../shared/errors";
import { GREEDY } from "../../shared/sampler";
import type { CheckedAnswer, CheckedRow, NumberedExample } from "./state";

/**
 * Rows of one batch: examples of one column, whose answers are alike in length. On WebAssembly
 * with two threads of a busy machine, 32 examples took base and adapter 78 s by fours, 60 s by
 * eights, 43 s by sixteens and 41 s at once (scripts/benchCheck.ts); sixteens stop sooner. On
 * WebGPU each row reserves keys and values for the whole context, 47 MB, so there are as many
 * as a comparison may have columns.
 */
export const CHECK_ROWS: Record<Device, number> = { wasm: 16, webgpu: 4 };

/** Rows × longest input of a batch: attention over long prompts takes rows × length². */
const MOST_BATCH_CHARACTERS = 8000;

const SHORTEST_LIMIT_TOKENS = 48;
const LONGEST_LIMIT_TOKENS = 256;

/** The request that puts an input to a column; ids are given here. */
export type Ask = (input: string) => Omit<ChatRequest["columns"][number], "id">;

export interface CheckListener {
  /** `count` more answers have come. */
  answered(count: number): void;
  /** Every column has answered the examples of these rows. */
  finished(rows: CheckedRow[]): void;
  /** This input does not fit into the model's memory; no column is scored on it. */
  tooLong(line: number): void;
}

/** Rejects with "aborted" when stopped; what `finished` has told of stays valid. */
export async function runCheck(
  engine: Pick<Engine, "chat">,
  examples: readonly NumberedExample[],
  columns: readonly { id: string; ask: Ask }[],
  maxNewTokens: number,
  listener: CheckListener,
  signal: AbortSignal,
  batchRows = CHECK_ROWS.wasm,
): Promise<void> {
  for (const part of batches(examples, batchRows)) {
    const rows: CheckedRow[] = part.map((example) => ({ ...example, answers: {} }));
    const tooLong = new Set<number>();
    for (const { id, ask } of columns) {
      const asked = rows.filter(({ line }) => !tooLong.has(line));
      const answers = await answerAll(engine, asked, ask, maxNewTokens, signal);
      asked.forEach((row, index) => {
        const answer = answers[index]!;
        if (answer === "too-long") tooLong.add(row.line);
        else row.answers[id] = answer;
      });
      listener.answered(part.length);
    }
    for (const line of tooLong) listener.tooLong(line);
    listener.finished(rows.filter(({ line }) => !tooLong.has(line)));
  }
}

/** Batches of the examples in order; a batch of long inputs has fewer rows. */
function batches(
  examples: readonly NumberedExample[],
  mostRows: number,
): NumberedExample[][] {
  const parts: NumberedExample[][] = [];
  let longest = 0;
  for (const example of examples) {
    const part = parts.at(-1);
    longest = Math.max(longest, example.input.length);
    const fits =
      part !== undefined &&
      part.length < mostRows &&
      (part.length + 1) * longest <= MOST_BATCH_CHARACTERS;
    if (fits) {
      part.push(example);
    } else {
      parts.push([example]);
      longest = example.input.length;
    }
  }
  return parts;
}

/** Answers one batch; when an input is too long for it, one example after the other. */
async function answerAll(
  engine: Pick<Engine, "chat">,
  examples: readonly NumberedExample[],
  ask: Ask,
  maxNewTokens: number,
  signal: AbortSignal,
): Promise<(CheckedAnswer | "too-long")[]> {
  if (examples.length === 0) return [];
  const columns = examples.map(({ input }, row) => ({ id: String(row), ...ask(input) }));
  try {
    const request = { columns, sampler: GREEDY, maxNewTokens };
    const results = await engine.chat(request, () => {}, signal);
    throwIfAborted(signal);
    return results.map(checkedAnswer);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "context-full") throw error;
    if (examples.length === 1) return ["too-long"];
  }
  const answers: (CheckedAnswer | "too-long")[] = [];
  for (const example of examples) {
    answers.push(...(await answerAll(engine, [example], ask, maxNewTokens, signal)));
  }
  return answers;
}

function checkedAnswer({ text, finish }: ColumnResult): CheckedAnswer {
  return { text, isCut: finish === "length" || finish === "context-full" };
}

/**
 * Longest answer in tokens: room for twice the longest expected answer, at about four
 * characters a token.
 */
export function longestAnswer(
  examples: readonly Pick<NumberedExample, "expected">[],
): number {
  const longest = Math.max(...examples.map(({ expected }) => expected.length));
  return Math.min(
    LONGEST_LIMIT_TOKENS,
    Math.max(SHORTEST_LIMIT_TOKENS, Math.ceil(longest / 2)),
  );
}
