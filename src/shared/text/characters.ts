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
/** What a tone or a joiner may follow, by the sequences of Unicode's emoji-zwj-sequences.txt 17. */
const MAY_GO_ON =
  /[\p{Emoji_Modifier_Base}👁❤⛓🍄🍋🏳🏴🐈🐕🐦🐻👯🤼🧞🧟😮😵😶🙂]\uFE0F?\p{Emoji_Modifier}?\uFE0F?$/u;

/**
 * The text without its last grapheme cluster where that one has only begun, or may have: of a family
 * the first person alone is a whole emoji, too.
 */
export function withoutBegunCharacter(text: string): string {
  const last = graphemes.segment(text).containing(text.length - 1);
  const isBegun = last && (BEGUN.test(last.segment) || MAY_GO_ON.test(last.segment));
  return isBegun ? text.slice(0, last.index) : text;
}
