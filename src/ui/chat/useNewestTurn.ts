/** Brings the turn that was just asked into view, wherever the panel or the page was scrolled to. */
import { type RefObject, useEffect, useRef } from "react";
import { useApp } from "../storeContext";

/** `id` is the newest turn's, which stands first in the list. */
export function useNewestTurn(id: number | null): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const isAnswering = useApp((state) => state.answering.status === "answering");
  useEffect(() => {
    if (id === null || !isAnswering) return;
    list.current?.firstElementChild?.scrollIntoView({ block: "nearest" });
  }, [id, isAnswering]);
  return list;
}
