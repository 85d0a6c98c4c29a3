/** Says how much of a description is not read, before an adapter is made of it. */
import { useEffect } from "react";
import { loadedModels } from "../../store/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const PAUSE_MS = 400;
/** A shorter description has fewer tokens than any hypernetwork reads, at three bytes each. */
const SURELY_READ = 80;

export function UnreadNote({ description }: { description: string }) {
  const text = useText();
  const hypernetworkId = useApp((state) => loadedModels(state)?.hypernetwork?.id);
  const length = useApp((state) =>
    state.inspection.lengths.find(
      (one) => one.description === description && one.hypernetworkId === hypernetworkId,
    ),
  );
  const { measureDescription } = useActions();
  const isAsked = hypernetworkId !== undefined && description.length > SURELY_READ;

  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => void measureDescription(description), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [description, hypernetworkId, isAsked, measureDescription]);

  if (!isAsked || !length || length.read >= length.tokens) return null;
  const { tokens, read } = length;
  return (
    <p className="note warning" role="status">
      {text("describe.unread", { tokens, read })}
    </p>
  );
}
