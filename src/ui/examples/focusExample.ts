/** Frames that a row may take to be drawn; the first one comes with its file. */
const MOST_FRAMES = 120;

/** Puts the focus into a field of the row with this number, as soon as the row is there. */
export function focusExample(
  number: number,
  field: "input" | "expected",
  frames = MOST_FRAMES,
): void {
  requestAnimationFrame(() => {
    const place = `[data-example="${number}"] [data-field=${field}]`;
    const found = document.querySelector<HTMLTextAreaElement>(place);
    if (found) found.focus();
    else if (frames > 0) focusExample(number, field, frames - 1);
  });
}
