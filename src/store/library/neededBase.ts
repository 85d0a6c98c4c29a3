/** The base model that a kept adapter needs, as far as this page knows it. */
import { ownBaseId, recordsOf } from "../../shared/models";
import type { BaseQuestion } from "../models/baseQuestion";
import type { AppState } from "../state";
import type { LibraryEntry } from "./entry";
import type { LibraryReport } from "./state";

type Needed =
  | { kind: "known"; question: Omit<BaseQuestion, "by"> }
  | Extract<LibraryReport, { kind: "unknown-model" | "missing-base" }>;

export function neededBase(
  { hypernetwork, base }: Pick<LibraryEntry, "hypernetwork" | "base">,
  { registry }: Pick<AppState, "registry">,
): Needed {
  if (hypernetwork) {
    const { id } = hypernetwork;
    const writer = recordsOf(registry, "hypernetwork").find((one) => one.id === id);
    if (!writer) return { kind: "unknown-model", id };
    const { baseModelId } = writer;
    return { kind: "known", question: { baseModelId, hypernetworkId: id } };
  }
  const isKnown = recordsOf(registry, "base").some(({ id }) => id === base?.id);
  if (base && isKnown) return { kind: "known", question: { baseModelId: base.id } };
  if (base?.id === ownBaseId(base?.sha256 ?? "")) {
    return { kind: "missing-base", label: base.label, sha256: base.sha256 };
  }
  return { kind: "unknown-model", id: base?.id ?? "" };
}
