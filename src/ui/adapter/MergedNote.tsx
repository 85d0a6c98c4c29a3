/** What a whole model with the adapter inside weighs, and when the adapter alone is better. */
import { useEffect, useState } from "react";
import type { MergedFormat } from "../../shared/adapter";
import { currentConversation } from "../../store/state";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

type Sizes = Record<MergedFormat, number>;

export function MergedNote({ format }: { format: MergedFormat }) {
  const text = useText();
  const { bytes } = useQuantities();
  const { mergedBytes } = useActions();
  const id = useApp((state) => currentConversation(state).adapter?.id);
  const [known, setKnown] = useState<{ id: string; sizes: Sizes } | null>(null);
  useEffect(() => {
    let isShown = true;
    void mergedBytes().then((sizes) => {
      if (isShown && id !== undefined && sizes) setKnown({ id, sizes });
    });
    return () => {
      isShown = false;
    };
  }, [id, mergedBytes]);
  const size = known?.id === id ? known?.sizes[format] : undefined;
  return (
    <p className="note" role="status">
      {size !== undefined && `${text("imported.mergedSize", { size: bytes(size) })} `}
      {text("imported.mergedBetter")}
    </p>
  );
}
