/** The shortcut Ctrl+Enter, which is ⌘+Enter on Apple keyboards. */
import type { KeyboardEvent } from "react";

const IS_APPLE = /Mac|iPhone|iPad/u.test(navigator.userAgent);

export const SHORTCUT = IS_APPLE ? "⌘ ⏎" : "Ctrl ⏎";

/** A key handler that runs `action` on the shortcut. */
export function onShortcut(action: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    action();
  };
}
