/** Conversations, their turns and answers, as plain data. */
import type { AdapterScope, AdapterSummary } from "../../shared/adapter";
import type { FinishReason } from "../../shared/chat";
import type { Column } from "./columnDefinitions";
import type { ListedExample } from "../examples/state";
import type { Failure } from "../../shared/errors";

export interface Answer {
  text: string;
  tokens: number;
  tokensPerSecond: number;
  /** Time from the message to the first token, the same for all columns; null while writing. */
  firstTokenMs: number | null;
  outcome:
    /** `read`: the share of the columns' messages that has been read, 1 from the first token on. */
    | { status: "writing"; read: number }
    | { status: "finished"; finish: FinishReason }
    | { status: "failed"; failure: Failure };
}

/** A column as it was when a turn was asked, with how long making its adapter took. */
export interface AskedColumn extends Column {
  timings: AdapterSummary["timings"] | null;
}

/** A message and every column's answer to it. */
export interface Turn {
  id: number;
  message: string;
  strength: number;
  /** Modules and layers that applied; null means all. */
  scope: AdapterScope | null;
  columns: AskedColumn[];
  /** Answers by column id. */
  answers: Record<string, Answer>;
}

/** An adapter, or none, and what was asked of it; turns never change their adapter. */
export interface Conversation {
  key: number;
  description: string;
  adapter: AdapterSummary | null;
  /** Whether the engine still holds the tensors; it does not once its thread has died. */
  isAdapterLoaded: boolean;
  /** Whether it was made while typing: the next such adapter takes its place. */
  isLive: boolean;
  /** Key of the conversation whose adapter its own was taught from; null where none is known. */
  taughtFrom: number | null;
  /** Key of the conversation whose adapter a second description was mixed into; null: none was. */
  blendedFrom: number | null;
  /** The list of examples that belongs to the description. */
  examples: ListedExample[];
  turns: Turn[];
}

export function emptyConversation(key: number): Conversation {
  return {
    key,
    description: "",
    adapter: null,
    isAdapterLoaded: false,
    isLive: false,
    taughtFrom: null,
    blendedFrom: null,
    examples: [],
    turns: [],
  };
}
