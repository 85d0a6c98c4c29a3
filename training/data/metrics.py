"""Scores an answer against the expected one; the same definitions as src/shared/metrics.ts.

Both are tested on the cases of tests/fixtures/golden/metrics.json.
"""

from __future__ import annotations

import re
import unicodedata

WHITE_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\xad\u200b\u200e\u200f\u2060-\u2064\ufeff"
FULL_STOPS = ".。．｡।۔։።"
# Han, kana and Bopomofo, Thai, Lao, Tibetan, Myanmar, Khmer, Yi.
UNSPACED = (
    "\u0e00-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
SPACES = re.compile(f"[{WHITE_SPACE}]+")
HIDDEN = re.compile(f"[{INVISIBLE}]")
LAST_STOP = re.compile(f" ?[{FULL_STOPS}]$")
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
# Joiners and variation selectors say how the characters beside them look.
LOOKS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
SIGNS = "-\u2212"


def normalise_answer(text: str) -> str:
    """The text as exact match compares it; case is kept.

    Characters are composed (NFC), invisible ones left out, runs of white space become one space,
    and a final full stop of any script is dropped.
    """
    composed = HIDDEN.sub("", unicodedata.normalize("NFC", text))
    return LAST_STOP.sub("", SPACES.sub(" ", composed).strip(" ")).strip(" ")


def rouge_l(answer: str, expected: str) -> float:
    """ROUGE-L F1 (Lin 2004) over `rouge_tokens`, without stemming."""
    a, b = rouge_tokens(answer), rouge_tokens(expected)
    if not a or not b:
        return float(len(a) == len(b))
    previous = [0] * (len(b) + 1)
    for left in a:
        current = [0]
        for index, right in enumerate(b):
            same = (
                previous[index] + 1 if left == right else max(previous[index + 1], current[index])
            )
            current.append(same)
        previous = current
    return 2 * previous[-1] / (len(a) + len(b))


def rouge_tokens(text: str) -> list[str]:
    """Lower-case words, symbols, and each character of a script that has no spaces.

    Punctuation is left out, unless there is nothing else; a minus before a digit is a symbol.
    """
    shown = LOOKS.sub("", HIDDEN.sub("", text))
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", shown).lower())
    tokens: list[str] = []
    punctuation: list[str] = []
    is_open = False  # whether the last token goes on with a following letter
    was_word = False  # whether the character before is of a word
    for place, character in enumerate(lowered):
        kind = unicodedata.category(character)[0]
        behind = lowered[place + 1 : place + 2]
        if kind in "LNM":
            is_alone = UNSPACED_CHARACTER.match(character) is not None
            if was_word and (kind == "M" or (is_open and not is_alone)):
                tokens[-1] += character
            else:
                tokens.append(character)
                is_open = not is_alone
            was_word = True
            continue
        is_sign = character in SIGNS and not was_word and behind.isdecimal()
        if kind == "S" or is_sign:
            tokens.append(character)
        elif kind == "P":
            punctuation.append(character)
        is_open = was_word = False
    return tokens or punctuation


def score(metric: str, answer: str, expected: str) -> float:
    """Score of an answer from 0 to 1; `metric` is "exact" or "rouge"."""
    if metric == "exact":
        return float(normalise_answer(answer) == normalise_answer(expected))
    if metric == "rouge":
        return rouge_l(answer, expected)
    raise ValueError(f"Unknown metric {metric!r}.")
