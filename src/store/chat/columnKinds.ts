/** The kinds of columns: one record a kind, in the order in which they are offered. */
import { type AdapterSummary, isOfNumbers } from "../../shared/adapter";
import { gibberish } from "../../shared/description";
import { fitsModels, otherBase } from "../models/otherBase";
import { FIRST_DEMOS } from "../../tasks/firstDemos";
import { type AppState, currentConversation } from "../state";
import type { ColumnSource, ControlSource } from "./columnDefinitions";

interface ColumnKindRecord {
  /**
   * The adapter it runs with: none, the one on screen, or one of its own, made of a description
   * that the column carries. A column with its own adapter is a control; every other kind has
   * one column at most.
   */
  adapter: "none" | "current" | "own";
  /** Whether the words of the other columns are compared with its words. */
  isReference: boolean;
  /** Look that sets it off from the others. */
  tone: "plain" | "accent" | "dashed" | "dotted";
  /** Keys of its texts: its name, and what it will show, when it is ready and when it is not. */
  words: { name: string; empty: string; missing: string };
  /** Key of the heading under which it is offered. */
  group: string;
  /** Whether it can answer now. */
  isReady(state: AppState): boolean;
  /** The system message before all others; null for none. */
  systemMessage(state: AppState): string | null;
  /** The columns of this kind that can be added. */
  choices(basis: ChoiceBasis): ColumnChoice[];
}

/** The part of the state that decides what can be added. */
interface ChoiceBasis {
  description: string;
  adapter: AdapterSummary | null;
  hypernetworkId: string | null;
  baseModelId: string;
  kept: AppState["library"]["entries"];
  controlsAdded: number;
}

export function choiceBasis(state: AppState): ChoiceBasis {
  const { description, hypernetworkId, baseModelId, library, controlsAdded } = state;
  const { adapter } = currentConversation(state);
  const chosen = { hypernetworkId, baseModelId };
  return { description, adapter, ...chosen, kept: library.entries, controlsAdded };
}

interface ColumnChoice {
  /** Label of the choice; null means called after its kind. */
  label: string | null;
  /** Descriptions that a control's own adapter is made of. */
  made: Omit<ControlSource, "kind"> | null;
}

const ITSELF: ColumnChoice[] = [{ label: null, made: null }];

export const COLUMN_KINDS = {
  /** The base model alone. */
  base: {
    adapter: "none",
    isReference: true,
    tone: "plain",
    words: { name: "base", empty: "baseEmpty", missing: "baseEmpty" },
    group: "same",
    isReady: () => true,
    systemMessage: () => null,
    choices: () => ITSELF,
  },
  /** The base model with the adapter on screen. */
  adapted: {
    adapter: "current",
    isReference: false,
    tone: "accent",
    words: { name: "adapted", empty: "adaptedEmpty", missing: "adaptedMissing" },
    group: "same",
    isReady: fitsBase,
    systemMessage: () => null,
    choices: () => ITSELF,
  },
  /** The base model told the description in words. */
  prompted: {
    adapter: "none",
    isReference: false,
    tone: "dashed",
    words: { name: "prompted", empty: "promptedEmpty", missing: "promptedEmpty" },
    group: "same",
    isReady: (state) => promptDescription(state) !== "",
    systemMessage: promptDescription,
    choices: () => ITSELF,
  },
  /** A control with an adapter of random words. */
  gibberish: {
    adapter: "own",
    isReference: false,
    tone: "dotted",
    words: { name: "gibberish", empty: "gibberishEmpty", missing: "gibberishEmpty" },
    group: "controls",
    isReady: () => true,
    systemMessage: () => null,
    choices: ({ controlsAdded }) => [
      { label: null, made: { description: gibberish(1000 + controlsAdded) } },
    ],
  },
  /** A control with an adapter of another task's description. */
  other: {
    adapter: "own",
    isReference: false,
    tone: "dotted",
    words: { name: "other", empty: "otherEmpty", missing: "otherEmpty" },
    group: "others",
    isReady: () => true,
    systemMessage: () => null,
    choices: (basis) =>
      FIRST_DEMOS.filter(({ description }) => description !== basis.description).map(
        ({ description }) => ({ label: description, made: { description } }),
      ),
  },
  /** A control with an adapter made earlier. */
  kept: {
    adapter: "own",
    isReference: false,
    tone: "dotted",
    words: { name: "kept", empty: "keptEmpty", missing: "keptEmpty" },
    group: "kept",
    isReady: () => true,
    systemMessage: () => null,
    choices: keptChoices,
  },
} as const satisfies Record<string, ColumnKindRecord>;

export type ColumnKind = keyof typeof COLUMN_KINDS;

export type ControlKind = {
  [Kind in ColumnKind]: (typeof COLUMN_KINDS)[Kind]["adapter"] extends "own"
    ? Kind
    : never;
}[ColumnKind];

export type SingleKind = Exclude<ColumnKind, ControlKind>;

export const KINDS = Object.keys(COLUMN_KINDS) as ColumnKind[];
export const CONTROL_KINDS = KINDS.filter(isControl);
export const SINGLE_KINDS = KINDS.filter((kind) => !isControl(kind)) as SingleKind[];

export function isControl(kind: ColumnKind): kind is ControlKind {
  return COLUMN_KINDS[kind].adapter === "own";
}

/** Whether there is an adapter on screen, and for the base model that is chosen. */
function fitsBase(state: AppState): boolean {
  const { adapter } = currentConversation(state);
  return adapter !== null && otherBase(state) === null;
}

/** The description behind the adapter on screen, or the one in the box while there is none. */
function promptDescription(state: AppState): string {
  const { adapter, description } = currentConversation(state);
  return (adapter ? description : state.description).trim();
}

/** Earlier adapters that the models in use can make again, or hold. */
function keptChoices(basis: ChoiceBasis): ColumnChoice[] {
  return basis.kept
    .filter(
      (entry) =>
        fitsModels(
          {
            hypernetworkId: entry.hypernetwork?.id ?? null,
            ...(entry.base && { baseModelId: entry.base.id }),
          },
          basis,
        ) && entry.adapter.checksum !== basis.adapter?.checksum,
    )
    .map(({ name, description, adapter, hypernetwork }) => ({
      label: [
        name,
        description,
        adapter.imported?.name,
        adapter.blend?.description,
        // The words alone would not tell it from the adapter that it was taught from.
        adapter.lesson &&
          `+${adapter.lesson.examples.length} × ${adapter.lesson.keptStep}`,
        ...(adapter.blendedWith ?? []).map(
          (later) => `${later.description} ${Math.round(100 * later.position)} %`,
        ),
      ]
        .filter(Boolean)
        .join(" · "),
      made: {
        description,
        ...(adapter.blend && { blend: adapter.blend }),
        ...(isOfNumbers(adapter)
          ? { taught: adapter.checksum }
          : hypernetwork && { hypernetworkId: hypernetwork.id }),
      },
    }));
}

interface Choice {
  /** Label of the choice; null means called after its kind. */
  label: string | null;
  source: ColumnSource;
}

/** Every column of `kind` that can be added; the source is what addColumn takes. */
export function columnChoices(kind: ColumnKind, basis: ChoiceBasis): Choice[] {
  return COLUMN_KINDS[kind].choices(basis).flatMap(({ label, made }): Choice[] => {
    if (!isControl(kind)) return [{ label, source: { kind } }];
    return made ? [{ label, source: { kind, ...made } }] : [];
  });
}
