/** Frames that a row may take to be drawn; the first one comes with its file. */
const MOST_FRAMES = 120;

/**
 * Puts the focus into a field of the row with this number: at once where the row is there, so
 * that the next key goes to it, otherwise as soon as it is drawn.
 */
export function focusExample(
  number: number,
  field: "input" | "expected",
  frames = MOST_FRAMES,
): void {
  const place = `[data-example="${number}"] [data-field=${field}]`;
  const found = document.querySelector<HTMLTextAreaElement>(place);
  if (found) found.focus();
  else if (frames > 0) {
    requestAnimationFrame(() => focusExample(number, field, frames - 1));
  }
}
