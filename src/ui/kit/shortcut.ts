/** Keys in text fields: Enter, the shortcut, and neither while an input method composes. */
import type { KeyboardEvent } from "react";

const IS_APPLE = /Mac|iPhone|iPad/u.test(navigator.userAgent);

export const SHORTCUT = IS_APPLE ? "⌘ ⏎" : "Ctrl ⏎";

/** Key code of every key that an input method takes for itself. */
const TAKEN_BY_INPUT_METHOD = 229;

type KeyPress = Pick<globalThis.KeyboardEvent, "isComposing" | "keyCode">;

/**
 * Whether an input method composes, whose keys choose among its words. Safari ends composing
 * before it tells of the Enter that chose; the key code still says so.
 */
export function isComposing({ isComposing: composes, keyCode }: KeyPress): boolean {
  return composes || keyCode === TAKEN_BY_INPUT_METHOD;
}

/** A key handler that runs `action` on Ctrl+Enter, or ⌘+Enter on Apple keyboards. */
export function onShortcut(action: () => void) {
  return (event: KeyboardEvent) => {
    if (!isEnter(event) || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    action();
  };
}

/** A key handler that runs `action` on Enter; Shift+Enter stays a new line. */
export function onEnter(action: () => void) {
  return (event: KeyboardEvent) => {
    if (!isEnter(event) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    action();
  };
}

export function isEnter(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !isComposing(event.nativeEvent);
}
