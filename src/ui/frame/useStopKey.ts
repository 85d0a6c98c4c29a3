/** Escape stops whatever is being made or waited for, wherever the focus is. */
import { useEffect } from "react";
import { isComposing } from "../kit/shortcut";
import { useActions } from "../storeContext";

export function useStopKey(): void {
  const { stop, cancelGeneration } = useActions();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const closesPopover = document.querySelector(":popover-open") !== null;
      if (event.key !== "Escape" || closesPopover || isComposing(event)) return;
      stop();
      cancelGeneration();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [stop, cancelGeneration]);
}
