/** Settings of choosing the next token, as plain data that fits in a link. */

export interface SamplerSettings {
  /** Temperature of the softmax; 0 is greedy. */
  temperature: number;
  /** Number of most probable tokens to draw from; 0 is off. */
  topK: number;
  /** Probability mass to draw from; 1 is off. */
  topP: number;
  /** Factor against tokens already written; 1 is off. */
  repetitionPenalty: number;
  /** Seed as unsigned 32 bit. Every column has its own stream, all started from this seed. */
  seed: number;
}

export const GREEDY: SamplerSettings = {
  temperature: 0,
  topK: 0,
  topP: 1,
  repetitionPenalty: 1,
  seed: 0,
};
