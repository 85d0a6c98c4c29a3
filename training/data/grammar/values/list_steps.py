"""Steps on lists of words or numbers: order, selection, counting, changes to every item."""

from __future__ import annotations

from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.vocabulary import CATEGORIES

from .numbers import in_words, ordinal_in_words
from .text_steps import SYMBOLS, VOWELS


def _step(result: str, name: str, phrases: tuple[str, ...], apply) -> Step:
    return Step("items", result, name, phrases, apply, "list-ops")


def _kept(items: list[str]) -> list[str]:
    if not items:
        raise NotApplicable("nothing is left")
    return items


def _unique(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))


def order(random: Random, words: list[str]) -> Step:
    options = [
        ("reverse", ("reverse the order", "put the items in reverse order", "list them backwards", "start with the last and end with the first"), lambda v: v[::-1]),
        ("sort", ("sort them alphabetically", "put them in alphabetical order", "order them from A to Z"), sorted),
        ("sort_down", ("sort them in reverse alphabetical order", "order them from Z to A"), lambda v: sorted(v, reverse=True)),
        ("sort_length", ("sort them from shortest to longest", "order them by length, short ones first"), lambda v: sorted(v, key=len)),
        ("sort_length_down", ("sort them from longest to shortest", "order them by length, long ones first"), lambda v: sorted(v, key=len, reverse=True)),
        ("swap_two", ("swap the first two items", "exchange items one and two"), lambda v: [v[1], v[0], *v[2:]]),
        ("swap_ends", ("swap the first and the last item", "exchange the ends of the list"), lambda v: [v[-1], *v[1:-1], v[0]]),
        ("first_to_end", ("move the first item to the end", "put the first one last"), lambda v: v[1:] + v[:1]),
        ("last_to_front", ("move the last item to the front", "put the last one first"), lambda v: v[-1:] + v[:-1]),
    ]  # fmt: skip
    return _step("items", *random.choice(options))


def select_one(random: Random, words: list[str]) -> Step:
    nth = random.randint(2, 4)
    position = ordinal_in_words(nth)
    options = [
        ("first", ("give the first item", "return only the first one", "pick the first of them", "which comes first"), lambda v: v[0]),
        ("last", ("give the last item", "return only the last one", "pick the final one"), lambda v: v[-1]),
        (f"nth{nth}", (f"give the {position} item", f"return item number {nth}", f"pick the {position} one"), lambda v: v[nth - 1]),
        ("second_last", ("give the second to last item", "return the one before the last"), lambda v: v[-2]),
        ("longest", ("give the longest item", "pick the longest word", "which one has most letters"), lambda v: max(v, key=len)),
        ("shortest", ("give the shortest item", "pick the word with the fewest letters"), lambda v: min(v, key=len)),
        ("alphabetical", ("give the one that comes first in the alphabet", "pick the alphabetically first item"), min),
        ("alphabetical_last", ("give the one that comes last in the alphabet", "pick the alphabetically last item"), max),
        ("middle", ("give the item in the middle", "return the middle one"), lambda v: v[len(v) // 2]),
    ]  # fmt: skip
    return _step("text", *random.choice(options))


def select_some(random: Random, words: list[str]) -> Step:
    count = random.randint(2, 3)
    number = in_words(count)
    length = random.randint(4, 6)
    letter = random.choice("abcdefghilmnoprst")
    inner = random.choice("aeiornlst")
    category = random.choice(list(CATEGORIES))
    members = set(CATEGORIES[category])
    options = [
        (f"first{count}", (f"keep the first {number} items", f"return only the first {count}"), lambda v: v[:count]),
        (f"last{count}", (f"keep the last {number} items", f"return only the final {count}"), lambda v: v[-count:]),
        ("drop_first", ("drop the first item", "remove the first one", "leave out the first"), lambda v: v[1:]),
        ("drop_last", ("drop the last item", "remove the last one", "leave out the final one"), lambda v: v[:-1]),
        ("ends", ("keep only the first and the last item", "return the two ends of the list"), lambda v: [v[0], v[-1]]),
        ("inner", ("drop the first and the last item", "leave out both ends"), lambda v: v[1:-1]),
        ("odd_places", ("keep every other item, starting with the first", "take items one, three, five"), lambda v: v[::2]),
        ("even_places", ("keep every second item, starting with the second", "take items two, four, six"), lambda v: v[1::2]),
        ("unique", ("remove duplicates", "keep each item once", "drop repeated items"), _unique),
        (f"longer{length}", (f"keep only words with more than {in_words(length)} letters", f"drop words of {length} letters or fewer"), lambda v: [w for w in v if len(w) > length]),
        (f"shorter{length}", (f"keep only words with fewer than {in_words(length)} letters", f"drop words of {length} letters or more"), lambda v: [w for w in v if len(w) < length]),
        (f"starts_{letter}", (f"keep only the words that start with {letter}", f"list those beginning with the letter {letter}"), lambda v: [w for w in v if w.lower().startswith(letter)]),
        (f"not_starts_{letter}", (f"remove the words that start with {letter}", f"leave out those beginning with {letter}"), lambda v: [w for w in v if not w.lower().startswith(letter)]),
        (f"contains_{inner}", (f"keep only the words containing {inner}", f"list the words that have the letter {inner}"), lambda v: [w for w in v if inner in w.lower()]),
        (f"lacks_{inner}", (f"keep only the words without {inner}", f"drop every word that has the letter {inner}"), lambda v: [w for w in v if inner not in w.lower()]),
        ("vowel_start", ("keep only the words that start with a vowel", "list those beginning with a vowel"), lambda v: [w for w in v if w[0].lower() in VOWELS]),
        ("consonant_start", ("keep only the words that start with a consonant", "drop the words beginning with a vowel"), lambda v: [w for w in v if w[0].lower() not in VOWELS]),
        (f"only_{category}", (f"keep only what is a kind of {category}", f"list only the {category} words", f"drop everything that is no {category}"), lambda v: [w for w in v if w in members]),
        (f"no_{category}", (f"remove what is a kind of {category}", f"leave out every {category}"), lambda v: [w for w in v if w not in members]),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return _step("items", name, phrases, lambda v: _kept(apply(v)))


def change_each(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    options = [
        ("upper", ("write each in capital letters", "put every item in upper case", "uppercase them all"), str.upper),
        ("capitalise", ("capitalise each item", "start every item with a capital letter"), lambda w: w[:1].upper() + w[1:]),
        ("first_letter", ("keep only the first letter of each", "replace every item by its first letter"), lambda w: w[0]),
        ("last_letter", ("keep only the last letter of each", "replace every item by its final letter"), lambda w: w[-1]),
        ("backwards", ("spell each item backwards", "reverse the letters of every word"), lambda w: w[::-1]),
        ("lengths", ("replace each by its number of letters", "give the length of every word"), lambda w: str(len(w))),
        ("no_vowels", ("remove the vowels from each", "write every item without vowels"), lambda w: "".join(c for c in w if c.lower() not in VOWELS) or w),
        ("doubled", ("write each item twice", "repeat every item once"), lambda w: f"{w} {w}"),
        ("article", ("put 'the' before each", "add 'the' in front of every item"), lambda w: f"the {w}"),
        (f"prefix_{word}", (f"put the word {word} before each", f"start every item with {word}"), lambda w: f"{word} {w}"),
        (f"suffix_{word}", (f"put the word {word} after each", f"end every item with {word}"), lambda w: f"{w} {word}"),
        (f"sign_{sign}", (f"put a {symbol} after each", f"end every item with {sign}"), lambda w: f"{w}{sign}"),
        (f"sign_before_{sign}", (f"put a {symbol} in front of each", f"start every item with {sign}"), lambda w: f"{sign}{w}"),
        ("round", ("put each in round brackets", "enclose every item in parentheses"), lambda w: f"({w})"),
        ("quotes", ("put each in single quotes", "quote every item with '"), lambda w: f"'{w}'"),
        ("three_letters", ("shorten each to three letters", "cut every item after its third letter"), lambda w: w[:3]),
        ("with_length", ("add its number of letters after each, with a colon", "write every item as word:length"), lambda w: f"{w}:{len(w)}"),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return _step("items", f"each_{name}", phrases, lambda v: [apply(w) for w in v])


def extend(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    options = [
        (f"append_{word}", (f"add {word} at the end", f"append the word {word}"), lambda v: [*v, word]),
        (f"prepend_{word}", (f"add {word} at the front", f"put {word} before the first item"), lambda v: [word, *v]),
        (f"second_{word}", (f"insert {word} after the first item", f"put {word} in second place"), lambda v: [v[0], word, *v[1:]]),
        (f"first_is_{word}", (f"replace the first item by {word}", f"write {word} in place of the first one"), lambda v: [word, *v[1:]]),
        (f"last_is_{word}", (f"replace the last item by {word}", f"write {word} in place of the last one"), lambda v: [*v[:-1], word]),
        ("again", ("repeat the whole list once", "write all of them twice, one list after the other"), lambda v: v + v),
        ("repeat_last", ("repeat the last item", "write the last one twice"), lambda v: [*v, v[-1]]),
        ("close", ("add the first item again at the end", "end the list with its first item"), lambda v: [*v, v[0]]),
    ]  # fmt: skip
    return _step("items", *random.choice(options))


def summarise(random: Random, words: list[str]) -> Step:
    letter = random.choice("aeiorst")
    number_options = [
        ("count", ("count the items", "say how many there are", "give the number of items", "how many are listed"), len),
        ("count_unique", ("count the different items", "say how many distinct ones there are"), lambda v: len(set(v))),
        (f"count_with_{letter}", (f"count the words containing {letter}", f"say how many of them have the letter {letter}"), lambda v: sum(letter in w.lower() for w in v)),
        ("count_letters", ("count all letters together", "give the total number of letters"), lambda v: sum(map(len, v))),
    ]  # fmt: skip
    text_options = [
        ("initials", ("join the first letters into one word", "make an acronym of their first letters in capitals", "write the initials in capitals without spaces"), lambda v: "".join(w[0].upper() for w in v)),
        ("small_initials", ("write their first letters in small letters, run together", "glue the first letters together in lower case"), lambda v: "".join(w[0].lower() for w in v)),
        ("last_letters", ("join their last letters into one word", "glue the final letters together"), lambda v: "".join(w[-1] for w in v)),
        ("glue", ("write them as one word", "run them together without spaces"), "".join),
        ("first_last_pair", ("write the first and the last with 'to' between", "say 'first to last' with the ends of the list"), lambda v: f"{v[0]} to {v[-1]}"),
        ("first_and_more", ("write the first and how many more, like 'a and 3 more'", "name the first one and count the others as 'and N more'"), lambda v: f"{v[0]} and {len(v) - 1} more"),
        ("count_items", ("write the number of items and the word items, like '4 items'",), lambda v: f"{len(v)} items"),
    ]  # fmt: skip
    if random.random() < 0.4:
        return _step("number", *random.choice(number_options))
    return _step("text", *random.choice(text_options))


def _numbers(items: list[str]) -> list[int]:
    return [int(item) for item in items]


def arithmetic(random: Random, words: list[str]) -> Step:
    limit = random.choice([20, 30, 40, 50, 60, 70])
    by = random.randint(1, 9)
    number_options = [
        ("sum", ("add them up", "give the sum", "give the total"), sum),
        ("max", ("give the largest", "return the highest number", "pick the biggest one"), max),
        ("min", ("give the smallest", "return the lowest number"), min),
        ("range", ("subtract the smallest from the largest", "give the difference between the highest and the lowest"), lambda v: max(v) - min(v)),
        ("evens", ("count the even ones", "say how many are even"), lambda v: sum(n % 2 == 0 for n in v)),
        (f"above{limit}", (f"count those above {limit}", f"say how many are larger than {limit}"), lambda v: sum(n > limit for n in v)),
        ("first_plus_last", ("add the first and the last", "give the sum of the two ends"), lambda v: v[0] + v[-1]),
        ("second_largest", ("give the second largest", "return the runner-up in size"), lambda v: sorted(v)[-2]),
    ]  # fmt: skip
    list_options = [
        ("sort_up", ("sort them from small to large", "put them in ascending order"), sorted),
        ("sort_down", ("sort them from large to small", "put them in descending order"), lambda v: sorted(v, reverse=True)),
        ("even_only", ("keep only the even ones", "drop the odd numbers"), lambda v: [n for n in v if n % 2 == 0]),
        ("odd_only", ("keep only the odd ones", "drop the even numbers"), lambda v: [n for n in v if n % 2]),
        (f"over{limit}", (f"keep only those above {limit}", f"drop everything up to {limit}"), lambda v: [n for n in v if n > limit]),
        (f"under{limit}", (f"keep only those below {limit}", f"drop everything from {limit} up"), lambda v: [n for n in v if n < limit]),
        (f"plus{by}", (f"add {by} to each", f"increase every number by {by}"), lambda v: [n + by for n in v]),
        ("double", ("double each", "multiply every number by two"), lambda v: [2 * n for n in v]),
        ("tens", ("multiply each by ten", "put a zero after every number"), lambda v: [10 * n for n in v]),
        ("without_max", ("drop the largest", "leave out the highest number"), lambda v: [n for n in v if n != max(v)]),
        ("without_min", ("drop the smallest", "leave out the lowest number"), lambda v: [n for n in v if n != min(v)]),
        ("extremes", ("give the smallest and the largest, in this order", "return minimum and maximum"), lambda v: [min(v), max(v)]),
    ]  # fmt: skip
    if random.random() < 0.45:
        name, phrases, apply = random.choice(number_options)
        return Step("numbers", "number", name, phrases, lambda v: apply(_numbers(v)), "math")
    name, phrases, apply = random.choice(list_options)
    return Step(
        "numbers", "numbers", name, phrases,
        lambda v: _kept([str(n) for n in apply(_numbers(v))]), "math",
    )  # fmt: skip


LIST_STEPS = ((order, 3), (select_one, 3), (select_some, 4), (change_each, 4), (extend, 2), (summarise, 3))
NUMBER_LIST_STEPS = ((arithmetic, 1),)
