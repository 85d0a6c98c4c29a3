/** How the next token is chosen, as plain data that fits in a link. */

export interface SamplerSettings {
  /** 0 = greedy. */
  temperature: number;
  /** 0 = off. */
  topK: number;
  /** 1 = off. */
  topP: number;
  /** 1 = off. */
  repetitionPenalty: number;
  /** Unsigned 32 bit. Every column has its own stream, all started from this seed. */
  seed: number;
}

export const GREEDY: SamplerSettings = {
  temperature: 0,
  topK: 0,
  topP: 1,
  repetitionPenalty: 1,
  seed: 0,
};
