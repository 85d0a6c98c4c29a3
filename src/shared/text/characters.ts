/** Characters as a reader sees them. */

/** White space, controls, joiners and marks of direction, fillers, and Braille's empty cell. */
const BLANK = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether a text shows nothing: it is empty wherever a text is asked for. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A flag's first letter, a joiner without what it joins, a flag's tags without their end. */
const BEGUN =
  /^\p{Regional_Indicator}$|\u200D$|^\u{1F3F4}[\u{E0020}-\u{E007E}]+$|^[0-9#*]\uFE0F$/u;

/** The text without its last grapheme cluster where that one has only begun. */
export function withoutBegunCharacter(text: string): string {
  const last = graphemes.segment(text).containing(text.length - 1);
  return last && BEGUN.test(last.segment) ? text.slice(0, last.index) : text;
}

/** Han, kana and Bopomofo, Thai, Lao, Tibetan, Myanmar, Khmer, Yi: scripts without spaces. */
export const UNSPACED =
  /[\u0E00-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3038-\u312F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}]/u;

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** Number of words; where a script has no spaces, as its dictionary cuts them. */
export function countWords(text: string): number {
  const counts = text.split(/\s+/u).map((part) => {
    if (!UNSPACED.test(part)) return part === "" ? 0 : 1;
    return [...words.segment(part)].filter(({ isWordLike }) => isWordLike).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
