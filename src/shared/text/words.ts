/** Words, of scripts with spaces between them and without. */

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
