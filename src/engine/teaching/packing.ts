/** Examples as tokens, packed into rows as in training (training/data/packing.py). */
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { TaughtExample } from "../../shared/teaching";
import {
  fromTemplate,
  chatHead,
  renderConversation,
  written,
} from "../base/chatTemplate";
import type { Tokenizer } from "../base/tokenizer";

export interface EncodedExample {
  /** Prompt, answer and the token that ends it. */
  tokens: number[];
  promptLength: number;
  /** Tokens at the start that every example has, as the chat template begins with them. */
  sharedLength: number;
}

/** Several examples one behind the other, each of which reads itself and what all share. */
export interface PackedRow {
  tokens: number[];
  /** From 0 in every example. */
  positions: number[];
  /** 0 where a token (row) may read another (column), −1e9 elsewhere: `[tokens, tokens]`. */
  mask: Float32Array;
  /** Places in the row whose next token is one of an answer. */
  answers: number[];
  /** These tokens. */
  targets: number[];
  /** 1 / length of the answer: an example counts 1, however long it is. */
  weights: number[];
  examples: number;
}

const FORBIDDEN = -1e9;

/** A message without a description before it, its answer, and the end of the turn. */
export function encodeExamples(
  tokenizer: Pick<Tokenizer, "encode">,
  template: ChatTemplate,
  examples: readonly TaughtExample[],
): EncodedExample[] {
  const promptOf = (content: string) =>
    renderConversation(template, [{ role: "user", content }]);
  const opening = tokenizer.encode([chatHead(template, "user")]);
  return examples.map(({ input, output }) => {
    const prompt = tokenizer.encode(promptOf(input));
    const answer = tokenizer.encode([written(output), fromTemplate(template.endOfTurn)]);
    const different = opening.findIndex((token, at) => token !== prompt[at]);
    return {
      tokens: [...prompt, ...answer],
      promptLength: prompt.length,
      sharedLength: different < 0 ? opening.length : different,
    };
  });
}

/** Tokens that the example takes in a row of its own: nothing is predicted after the last one. */
export function rowLength({ tokens }: EncodedExample): number {
  return tokens.length - 1;
}

/** Rows of at most `longest` tokens, in the order of the examples; a longer one has its own. */
export function packRows(
  examples: readonly EncodedExample[],
  longest: number,
): PackedRow[] {
  const rows: EncodedExample[][] = [];
  for (const example of examples) {
    const last = rows.at(-1);
    if (last && packedLength([...last, example]) <= longest) last.push(example);
    else rows.push([example]);
  }
  return rows.map(packRow);
}

/** The prompt's last token is never among them: it predicts the example's own answer. */
function sharedBy(examples: readonly EncodedExample[]): number {
  return Math.min(
    ...examples.map(({ sharedLength, promptLength }) =>
      Math.min(sharedLength, promptLength - 1),
    ),
  );
}

function packedLength(examples: readonly EncodedExample[]): number {
  const shared = sharedBy(examples);
  return examples.reduce((sum, example) => sum + rowLength(example) - shared, shared);
}

export function packRow(examples: readonly EncodedExample[]): PackedRow {
  const shared = sharedBy(examples);
  const tokens = examples[0]!.tokens.slice(0, shared);
  const positions = tokens.map((_, position) => position);
  /** The example that a token is of; −1 for those that all share. */
  const owners = tokens.map(() => -1);
  const [answers, targets, weights]: [number[], number[], number[]] = [[], [], []];
  examples.forEach((example, index) => {
    const end = rowLength(example);
    for (let position = shared; position < end; position++) {
      tokens.push(example.tokens[position]!);
      positions.push(position);
      owners.push(index);
    }
    const answer = example.tokens.slice(example.promptLength);
    answer.forEach((token, at) => {
      answers.push(tokens.length - answer.length + at);
      targets.push(token);
      weights.push(1 / answer.length);
    });
  });
  const mask = new Float32Array(tokens.length ** 2).fill(FORBIDDEN);
  owners.forEach((owner, token) => {
    for (let read = 0; read <= token; read++) {
      if (owners[read] === -1 || owners[read] === owner) {
        mask[token * tokens.length + read] = 0;
      }
    }
  });
  return {
    tokens,
    positions,
    mask,
    answers,
    targets,
    weights,
    examples: examples.length,
  };
}
