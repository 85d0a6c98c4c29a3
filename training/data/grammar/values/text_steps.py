"""Steps on a single word or short text: letters, case, affixes, wrapping."""

from __future__ import annotations

import string
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step

from .numbers import in_words, ordinal_in_words

VOWELS = "aeiou"
SYMBOLS = {
    "star": "*", "hyphen": "-", "underscore": "_", "dot": ".", "slash": "/", "plus sign": "+",
    "equals sign": "=", "tilde": "~", "colon": ":", "hash": "#", "percent sign": "%", "comma": ",",
}  # fmt: skip
_TAGS = ("b", "i", "em", "p", "h1", "span", "code", "li", "u", "strong")
_WRAPS = (
    ('"', '"', ("put it in double quotes", "put quotation marks around it")),
    ("(", ")", ("put it in round brackets", "put parentheses around it")),
    ("[", "]", ("put it in square brackets", "enclose it in [ ]")),
    ("{", "}", ("put it in curly braces", "enclose it in curly brackets")),
    ("**", "**", ("make it bold in markdown", "put two asterisks on both sides")),
    ("`", "`", ("put it in backticks", "format it as inline code")),
    ("<", ">", ("put it in angle brackets", "enclose it in < >")),
    ("--", "--", ("put two hyphens on both sides",)),
    ("# ", "", ("make it a markdown heading", "put a # and a space in front")),
    ("> ", "", ("make it a markdown quote", "put > and a space in front")),
)


def _step(name: str, phrases: tuple[str, ...], apply, family: str = "string-ops") -> Step:
    return Step("text", "text", name, phrases, apply, family)


def _at(text: str, index: int) -> str:
    if not -len(text) <= index < len(text):
        raise NotApplicable(text)
    return text[index]


def _shift(text: str, by: int) -> str:
    def one(character: str) -> str:
        alphabet = string.ascii_lowercase if character.islower() else string.ascii_uppercase
        return alphabet[(alphabet.index(character) + by) % 26] if character in alphabet else character

    return "".join(map(one, text))


def case(random: Random, words: list[str]) -> Step:
    name, phrases, apply = random.choice(
        [
            ("upper", ("write it in capital letters", "put it in upper case", "make every letter a capital", "uppercase it"), str.upper),
            ("capitalise", ("capitalise the first letter", "start it with a capital letter", "make the first letter big"), lambda t: t[:1].upper() + t[1:]),
            ("last_upper", ("capitalise the last letter only", "make the final letter a capital"), lambda t: t[:-1] + t[-1].upper()),
            ("alternate", ("alternate small and capital letters, small first", "write it in alternating case like aBcD"),
             lambda t: "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(t))),
            ("lower", ("write it in small letters", "put it in lower case", "lowercase it"), str.lower),
            ("title", ("capitalise every word", "write it in title case"), str.title),
            ("swap", ("swap capital and small letters", "invert the case of every letter"), str.swapcase),
        ]
    )  # fmt: skip
    return _step(name, phrases, apply)


def pick_letters(random: Random, words: list[str]) -> Step:
    count = random.randint(2, 4)
    number = in_words(count)
    nth = random.randint(2, 5)
    position = ordinal_in_words(nth)
    options = [
        ("first", ("give the first letter", "return its first letter", "take only the first character", "which letter does it start with? Give that letter"), lambda t: _at(t, 0)),
        ("last", ("give the last letter", "return the final letter", "take only the last character", "say which letter it ends with"), lambda t: _at(t, -1)),
        ("middle", ("give the middle letter", "return the letter in the middle"), lambda t: t[len(t) // 2]),
        ("first_last", ("give the first and the last letter together", "keep only the first and last letters"), lambda t: _at(t, 0) + _at(t, -1)),
        (f"nth{nth}", (f"give the {position} letter", f"return letter number {nth}", f"take only the {position} character"), lambda t: _at(t, nth - 1)),
        (f"nth_last{nth}", (f"give the {position} letter from the end", f"return the {position} to last letter"), lambda t: _at(t, -nth)),
        (f"first{count}", (f"give the first {number} letters", f"keep only the first {count} characters", f"cut it down to its first {number} letters"), lambda t: t[:count]),
        (f"last{count}", (f"give the last {number} letters", f"keep only the final {count} characters"), lambda t: t[-count:]),
        (f"drop_first{count}", (f"drop the first {number} letters", f"cut off the first {count} characters"), lambda t: t[count:]),
        (f"drop_last{count}", (f"drop the last {number} letters", f"cut {count} characters off the end"), lambda t: t[:-count]),
        ("drop_first", ("remove the first letter", "drop its first character"), lambda t: t[1:]),
        ("drop_last", ("remove the last letter", "drop its final character", "cut off the last letter"), lambda t: t[:-1]),
        ("every_second", ("keep every second letter, starting with the first", "take letters one, three, five and so on"), lambda t: t[::2]),
    ]  # fmt: skip
    return _step(*random.choice(options))


def change_letters(random: Random, words: list[str]) -> Step:
    old, new = random.sample("aeioulnrst", 2)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    by = random.randint(1, 3)
    options = [
        ("reverse", ("spell it backwards", "reverse the letters", "write the letters in reverse order", "turn it around letter by letter"), lambda t: t[::-1]),
        ("no_vowels", ("remove the vowels", "drop all vowels", "write it without a, e, i, o, u", "keep only the consonants"), lambda t: "".join(c for c in t if c.lower() not in VOWELS)),
        ("only_vowels", ("keep only the vowels", "write just its vowels", "remove every consonant"), lambda t: "".join(c for c in t if c.lower() in VOWELS)),
        (f"replace_{old}{new}", (f"replace every {old} by {new}", f"change each '{old}' to '{new}'", f"swap the letter {old} for {new} wherever it stands"), lambda t: t.replace(old, new)),
        (f"remove_{old}", (f"remove every {old}", f"delete the letter {old}", f"write it without the letter {old}"), lambda t: t.replace(old, "")),
        (f"mask_{old}_{sign}", (f"replace every {old} by a {symbol}", f"put {sign} in place of each {old}"), lambda t: t.replace(old, sign)),
        (f"vowels_{sign}", (f"replace the vowels by a {symbol}", f"put {sign} in place of every vowel"), lambda t: "".join(sign if c.lower() in VOWELS else c for c in t)),
        (f"between_{sign}", (f"put a {symbol} between the letters", f"join its letters with {sign}"), lambda t: sign.join(t)),
        ("spaced", ("put a space between the letters", "spell it out letter by letter with spaces", "write the letters apart"), lambda t: " ".join(t)),
        ("sorted", ("sort its letters alphabetically", "put the letters in alphabetical order"), lambda t: "".join(sorted(t))),
        ("doubled", ("double every letter", "write each letter twice"), lambda t: "".join(c * 2 for c in t)),
        (f"shift{by}", (f"replace every letter by the one {by} later in the alphabet", f"shift each letter forward by {by}"), lambda t: _shift(t, by)),
        ("swap_ends", ("swap the first and the last letter", "exchange its first and final letters"), lambda t: t[-1] + t[1:-1] + t[0] if len(t) > 1 else t),
        ("rotate", ("move the first letter to the end", "put its first letter last"), lambda t: t[1:] + t[0]),
        ("rotate_back", ("move the last letter to the front", "put its final letter first"), lambda t: t[-1] + t[:-1]),
    ]  # fmt: skip
    return _step(*random.choice(options))


def affix(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    count = random.randint(2, 3)
    times = {2: "twice", 3: "three times"}[count]
    tag = random.choice(_TAGS)
    label = word.capitalize()
    options = [
        (f"before_{word}", (f"put the word {word} in front of it", f"start with '{word}' and then the text", f"add {word} before it"), lambda t: f"{word} {t}"),
        (f"after_{word}", (f"put the word {word} after it", f"add '{word}' at the end", f"append {word}"), lambda t: f"{t} {word}"),
        (f"label_{word}", (f"put '{label}:' in front", f"start the answer with {label} and a colon"), lambda t: f"{label}: {t}"),
        (f"prefix_{word[:2]}", (f"add the prefix {word[:2]}-, without a hyphen", f"glue {word[:2]} to its front"), lambda t: word[:2] + t),
        (f"suffix_{word[-3:]}", (f"add the ending {word[-3:]}", f"glue {word[-3:]} to its end"), lambda t: t + word[-3:]),
        (f"times{count}", (f"write it {times}", f"repeat it {times} with spaces between"), lambda t: " ".join([t] * count)),
        (f"glued{count}", (f"write it {times} without a space", f"repeat it {times}, run together"), lambda t: t * count),
        (f"around_{sign}", (f"put a {symbol} on both sides", f"surround it with {sign}"), lambda t: f"{sign}{t}{sign}"),
        (f"end_{sign}", (f"put a {symbol} at the end", f"end it with {sign}"), lambda t: f"{t}{sign}"),
        (f"start_{sign}", (f"put a {symbol} in front", f"start it with {sign}"), lambda t: f"{sign}{t}"),
        ("exclaim", ("add an exclamation mark", "end it with !"), lambda t: f"{t}!"),
        ("query", ("add a question mark", "turn it into a question by adding ?"), lambda t: f"{t}?"),
        (f"tag_{tag}", (f"wrap it in HTML {tag} tags", f"put it between <{tag}> and </{tag}>"), lambda t: f"<{tag}>{t}</{tag}>"),
        (f"json_{word}", (f"write it as JSON under the key {word}", f'return JSON like {{"{word}": ...}}'), lambda t: f'{{"{word}": "{t}"}}'),
        (f"equals_{word}", (f"write {word}= and then it", f"assign it to {word} with an equals sign"), lambda t: f"{word}={t}"),
        (f"both_{word}", (f"write it, then {word}, then it again", f"put it on both sides of the word {word}"), lambda t: f"{t} {word} {t}"),
    ]  # fmt: skip
    for before, after, phrases in _WRAPS:
        options.append((f"wrap{before}", phrases, lambda t, b=before, a=after: f"{b}{t}{a}"))
    return _step(*random.choice(options), "format")


def measure(random: Random, words: list[str]) -> Step:
    letter = random.choice("aeiounrst")
    options = [
        ("length", ("count its letters", "say how many letters it has", "give its length as a number", "how long is it, in letters"), len),
        ("vowel_count", ("count its vowels", "say how many vowels it has"), lambda t: sum(c.lower() in VOWELS for c in t)),
        (f"count_{letter}", (f"count how often the letter {letter} occurs", f"say how many times {letter} appears in it"), lambda t: t.lower().count(letter)),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return Step("text", "number", name, phrases, apply, "string-ops")


TEXT_STEPS = ((case, 2), (pick_letters, 3), (change_letters, 4), (affix, 4), (measure, 1))
