/** Messages and answers, in columns. */
import type { AdapterScope } from "./adapter";
import type { SamplerSettings } from "./sampler";

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** A column of a comparison, which is one row of the batch. */
export interface ColumnRequest {
  /** Id that the page chose; events repeat it. */
  id: string;
  messages: ChatMessage[];
  /** Adapter the column runs with; null means the base model alone. */
  adapterId: string | null;
  /** Multiplies the adapter's scaling; 0 is exactly the base model, below 0 its opposite. */
  strength: number;
  /** Modules and layers that apply; absent or null means all. */
  scope?: AdapterScope | null;
}

export interface ChatRequest {
  columns: ColumnRequest[];
  sampler: SamplerSettings;
  maxNewTokens: number;
}

export interface ChatEvent {
  columnId: string;
  /** The share of the columns' messages that has been read, 1 from the first token on. */
  read: number;
  /** Whole answer so far, as text. */
  text: string;
  tokens: number;
  finish: FinishReason | null;
  tokensPerSecond: number;
}

export type FinishReason = "stop" | "length" | "context-full" | "aborted";

export interface ColumnResult {
  columnId: string;
  text: string;
  tokens: number;
  finish: FinishReason;
  tokensPerSecond: number;
  firstTokenMs: number;
}
