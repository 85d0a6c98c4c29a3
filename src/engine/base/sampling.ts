/** Chooses the next token from logits: greedy, or seeded sampling with the usual filters. */
import { randomStream } from "../../shared/random";
import type { SamplerSettings } from "../../shared/sampler";

/** Returns the next token id; `history` holds the row's prompt and answer tokens so far. */
export type Sampler = (logits: Float32Array, history: readonly number[]) => number;

/**
 * A sampler with a random stream of its own. Columns given the same settings draw the same
 * numbers, so columns with equal logits write equal text whatever the temperature.
 * `unusedTokens` are never chosen. Order of the other filters as in Hugging Face transformers: repetition penalty, temperature,
 * top-k, top-p.
 */
export function createSampler(
  settings: SamplerSettings,
  unusedTokens: readonly number[] = [],
): Sampler {
  const random = randomStream(settings.seed);
  return (logits, history) => {
    const possible = without(logits, unusedTokens);
    const scores = penaliseRepetition(possible, history, settings.repetitionPenalty);
    if (settings.temperature === 0) return indexOfLargest(scores);
    return draw(candidates(scores, settings), random());
  };
}

export function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[best]!) best = index;
  }
  return best;
}

/** The logits where those of `tokens` can never be chosen. */
function without(logits: Float32Array, tokens: readonly number[]): Float32Array {
  if (tokens.length === 0) return logits;
  const possible = logits.slice();
  for (const token of tokens) possible[token] = -Infinity;
  return possible;
}

/** Divides positive and multiplies negative scores of tokens already seen (CTRL, section 4.1). */
function penaliseRepetition(
  logits: Float32Array,
  history: readonly number[],
  penalty: number,
): Float32Array {
  if (penalty === 1) return logits;
  const scores = logits.slice();
  for (const token of new Set(history)) {
    const score = scores[token]!;
    scores[token] = score > 0 ? score / penalty : score * penalty;
  }
  return scores;
}

interface Candidate {
  token: number;
  probability: number;
}

/** Tokens that survive top-k and top-p, most probable first, probabilities summing to 1. */
function candidates(scores: Float32Array, settings: SamplerSettings): Candidate[] {
  const limit =
    settings.topK > 0 ? Math.min(settings.topK, scores.length) : scores.length;
  const threshold = Float32Array.from(scores).sort()[scores.length - limit]!;
  let kept: Candidate[] = [];
  const largest = scores[indexOfLargest(scores)]!;
  scores.forEach((score, token) => {
    if (score < threshold || score === -Infinity) return;
    kept.push({
      token,
      probability: Math.exp((score - largest) / settings.temperature),
    });
  });
  kept.sort((a, b) => b.probability - a.probability);
  kept = normalise(kept.slice(0, limit));
  if (settings.topP >= 1) return kept;
  let mass = 0;
  const length = kept.findIndex(
    ({ probability }) => (mass += probability) >= settings.topP,
  );
  return normalise(kept.slice(0, length === -1 ? kept.length : length + 1));
}

function normalise(list: Candidate[]): Candidate[] {
  const sum = list.reduce((total, { probability }) => total + probability, 0);
  return list.map(({ token, probability }) => ({
    token,
    probability: probability / sum,
  }));
}

/** The candidate at the point `position` (0 to 1) of the cumulative distribution. */
function draw(list: readonly Candidate[], position: number): number {
  let mass = 0;
  for (const { token, probability } of list) {
    mass += probability;
    if (position < mass) return token;
  }
  return list[list.length - 1]!.token;
}
