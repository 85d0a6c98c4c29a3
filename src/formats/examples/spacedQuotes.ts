/** Quoted cells with spaces around them, as people type them: "cat" , "animal". */

/** A quotation mark beside a space, without which there is nothing to do. */
const SPACED = / "|" /u;

/**
 * The text without the spaces around quoted cells. What stands between quotation marks stays as it
 * is, and so do quotation marks that begin no quoted cell.
 */
export function withoutSpacesAroundQuotes(text: string, delimiter: string): string {
  if (!SPACED.test(text)) return text;
  const parts: string[] = [];
  let kept = 0;
  let place = 0;
  while (place < text.length) {
    // Here a cell begins.
    const start = afterSpaces(text, place);
    const end = text[start] === '"' ? afterQuoted(text, start) : -1;
    const next = end < 0 ? -1 : afterSpaces(text, end);
    if (next >= 0 && isBorder(text, next, delimiter)) {
      parts.push(text.slice(kept, place), text.slice(start, end));
      kept = place = next;
    }
    place = nextCell(text, place, delimiter);
  }
  return kept === 0 ? text : parts.join("") + text.slice(kept);
}

function afterSpaces(text: string, place: number): number {
  let after = place;
  while (text[after] === " ") after += 1;
  return after;
}

/** The place behind the closing quotation mark; -1 where there is none. */
function afterQuoted(text: string, opening: number): number {
  let place = opening + 1;
  for (;;) {
    place = text.indexOf('"', place);
    if (place < 0) return -1;
    if (text[place + 1] !== '"') return place + 1;
    place += 2;
  }
}

function isBorder(text: string, place: number, delimiter: string): boolean {
  return (
    place === text.length || isLineEnd(text, place) || text.startsWith(delimiter, place)
  );
}

function isLineEnd(text: string, place: number): boolean {
  return text[place] === "\n" || text[place] === "\r";
}

/** Where the next cell begins, behind the border that follows. */
function nextCell(text: string, place: number, delimiter: string): number {
  const first = delimiter.charCodeAt(0);
  for (let at = place; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at + 1;
    if (code === first && text.startsWith(delimiter, at)) return at + delimiter.length;
  }
  return text.length;
}
