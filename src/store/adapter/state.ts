/** The description boxes and the adapter being made of them, as plain data. */
import type { Blend } from "../../shared/adapter";
import type { Failure } from "../../shared/errors";
import { NONE_REPLACED, type ReplacedBoxes } from "../boxes";
import { LIVE_OFF, type LiveState } from "./liveState";

export interface AdapterPart {
  description: string;
  /** The second description and how it is mixed in; null without one. */
  blend: Blend | null;
  live: LiveState;
  replacedBoxes: ReplacedBoxes;
  generation: GenerationState;
  /** Reading an adapter from files; "waiting" for the models or other work. */
  importing: { status: "idle" | "waiting" | "running" };
}

export type GenerationState =
  | { status: "idle" }
  | { status: "waiting"; for: "models" | "answer" }
  | { status: "running" }
  | { status: "failed"; failure: Failure };

export function initialAdapter(): AdapterPart {
  return {
    description: "",
    blend: null,
    live: LIVE_OFF,
    replacedBoxes: NONE_REPLACED,
    generation: { status: "idle" },
    importing: { status: "idle" },
  };
}
