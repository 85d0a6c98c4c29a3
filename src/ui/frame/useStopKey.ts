/**
 * Escape stops whatever is being made or waited for, wherever the focus is; a lesson, which keeps
 * what it has learnt, only when nothing else is.
 */
import { useEffect } from "react";
import { isComposing } from "../kit/shortcut";
import { useActions, useApp } from "../storeContext";

export function useStopKey(): void {
  const { stop, cancelGeneration, stopTeaching } = useActions();
  const isOtherWork = useApp(
    ({ answering, generation }) =>
      answering.status !== "idle" ||
      generation.status === "running" ||
      generation.status === "waiting",
  );
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const closesPopover = document.querySelector(":popover-open") !== null;
      if (event.key !== "Escape" || closesPopover || isComposing(event)) return;
      stop();
      cancelGeneration();
      if (!isOtherWork) stopTeaching();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [stop, cancelGeneration, stopTeaching, isOtherWork]);
}
