/** Messages and answers, in columns. */
import type { AdapterScope } from "./adapter";
import type { SamplerSettings } from "./sampler";

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** One column of a comparison = one row of the batch. */
export interface ColumnRequest {
  /** Chosen by the page; echoed in events. */
  id: string;
  messages: ChatMessage[];
  /** null = the base model, unadapted. */
  adapterId: string | null;
  /** Multiplies the adapter's scaling; 0 is exactly the base model, below 0 its opposite. */
  strength: number;
  /** Absent or null: all of the adapter. */
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
