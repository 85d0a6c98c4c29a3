/** What a whole model with the adapter inside weighs, and when the adapter alone is better. */
import { useEffect, useState } from "react";
import type { MergedFormat } from "../../shared/adapter";
import { scopeOf } from "../../store/chat/steering";
import { type AppState, currentConversation } from "../../store/state";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

type Sizes = Record<MergedFormat, number>;

export function MergedNote({ format }: { format: MergedFormat }) {
  const text = useText();
  const { bytes } = useQuantities();
  const { mergedBytes } = useActions();
  const applied = useApp(whatApplies);
  const [known, setKnown] = useState<{ applied: string; sizes: Sizes } | null>(null);
  useEffect(() => {
    let isShown = true;
    void mergedBytes().then((sizes) => {
      if (isShown && sizes) setKnown({ applied, sizes });
    });
    return () => {
      isShown = false;
    };
  }, [applied, mergedBytes]);
  const size = known?.applied === applied ? known.sizes[format] : undefined;
  return (
    <p className="note" role="status">
      {size !== undefined && `${text("imported.mergedSize", { size: bytes(size) })} `}
      {text("imported.mergedBetter")}
    </p>
  );
}

/** All that the sizes depend on, as a text, since a selector must return what compares equal. */
function whatApplies(state: AppState): string {
  const { adapter } = currentConversation(state);
  return JSON.stringify([
    adapter?.id,
    scopeOf(state.scope, adapter),
    state.strength === 0,
  ]);
}
