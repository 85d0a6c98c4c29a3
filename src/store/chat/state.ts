/** The conversations, the columns that answer and how they are asked, as plain data. */
import type { AdapterSummary } from "../../shared/adapter";
import { GREEDY, type SamplerSettings } from "../../shared/sampler";
import { DEFAULT_ANSWER_TOKENS } from "../limits";
import { type Column, FIRST_COLUMNS } from "./columnDefinitions";
import { type Conversation, emptyConversation, type Turn } from "./conversationState";
import { type ScopeChoice, WHOLE_ADAPTER } from "./steering";

export interface ChatPart {
  conversations: Conversation[];
  currentKey: number;
  /** Turns that were cleared and can be put back, as long as their adapter is the same. */
  cleared: { key: number; checksum: string | null; turns: Turn[] } | null;
  message: string;
  answering: AnsweringState;
  /** Key of the conversation in which a link's messages are being asked again; null for none. */
  repeatingKey: number | null;
  strength: number;
  scope: ScopeChoice;
  /** Columns as they are shown: at least one, at most MOST_COLUMNS. */
  columns: Column[];
  /** Number of control columns there have been, which numbers the next one. */
  controlsAdded: number;
  /** The adapters of control columns that have been made, by column id. */
  controlAdapters: Record<string, AdapterSummary>;
  /** Whether words that the base column did not write are marked. */
  highlightsDifferences: boolean;
  /** Whether earlier turns are part of what a column reads. */
  remembersTurns: boolean;
  sampler: SamplerSettings;
  maxNewTokens: number;
  announcement: Announcement;
}

export type AnsweringState =
  | { status: "idle" }
  | { status: "waiting"; for: "models" | "adapter" }
  | { status: "answering" }
  | { status: "stopping" };

/** The last thing that finished, for screen readers. */
export type Announcement =
  | { kind: "none" }
  | { kind: "adapter-ready"; parameters: number }
  | { kind: "checked"; isStopped: boolean }
  | { kind: "taught"; steps: number }
  | {
      kind: "answered";
      /** Whether the person stopped it, before all columns had ended by themselves. */
      isStopped: boolean;
      answers: { column: Column; text: string }[];
    };

export function initialChat(): ChatPart {
  return {
    conversations: [emptyConversation(0)],
    currentKey: 0,
    cleared: null,
    message: "",
    answering: { status: "idle" },
    repeatingKey: null,
    strength: 1,
    scope: WHOLE_ADAPTER,
    columns: [...FIRST_COLUMNS],
    controlsAdded: 0,
    controlAdapters: {},
    highlightsDifferences: false,
    remembersTurns: false,
    sampler: GREEDY,
    maxNewTokens: DEFAULT_ANSWER_TOKENS,
    announcement: { kind: "none" },
  };
}
