"""Label words for judgements, and the ways to name them: only the description tells which are used."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .plan import Step, Value

PAIRS = (
    ("yes", "no"), ("no", "yes"), ("true", "false"), ("True", "False"), ("1", "0"), ("0", "1"), ("Y", "N"), ("YES", "NO"), ("Yes", "No"), ("+", "-"), ("ok", "wrong"),
    ("A", "B"), ("B", "A"), ("1", "2"), ("2", "1"), ("on", "off"), ("T", "F"), ("yep", "nope"), ("x", "o"), ("pass", "fail"), ("hit", "miss"), ("thumbs up", "thumbs down"), ("👍", "👎"),
    ("✓", "✗"), ("Yes, it is so.", "No, it is not so."), ("correct", "incorrect"), ("in", "out"), ("red", "green"), ("green", "red"), ("left", "right"), ("match", "no match"), ("keep", "drop"),
    ("#yes", "#no"), ("[yes]", "[no]"), ("right", "wrong"), ("up", "down"), ("present", "absent"), ("it does", "it doesn't"), ("sure", "never"),
)  # fmt: skip
_TEST_FORMS = (
    "answer {yes} if {test}, otherwise {no}", "write {yes} when {test} and {no} when not", "say {yes} if {test}, else {no}", "choose '{yes}' if {test} and '{no}' if not",
    "reply '{yes}' or '{no}': {yes} means that {test}", "label it {yes} when {test}, and {no} in all other cases", "decide whether {test}: {yes} for yes, {no} for no",
    "check if {test}; {yes} = it is so, {no} = it is not", "tell me whether {test}, with {yes} (if so) or {no} (if not)", "is it the case that {test}? {yes} if so, {no} if not",
    "output {no} unless {test}; in that case output {yes}", "give the right one of two answers: {yes} ({test}) or {no} (everything else)",
)  # fmt: skip
_CLASS_FORMS = (
    "write {listing}", "answer {listing}", "label it: {listing}", "use one of these labels: {listing}", "classify it ({listing})", "sort it into one of these classes: {listing}",
    "tell me which it is: {listing}", "choose one: {listing}", "pick the label that fits: {listing}", "which of these is it? {listing}", "reply with {listing}",
)  # fmt: skip
_PLAIN_CLASS_FORMS = (
    "classify {what}: {names}", "say {what}: {names}", "answer with one of {names} for {what}", "decide {what} and write {names}", "name {what}: {names}?", "choose {what} from {names}",
    "tell me {what}: {names}", "write {names}, whichever is {what}", "label it with {what} ({names})", "pick {names} according to {what}",
)  # fmt: skip


def two_labels(random: Random, words: list[str]) -> tuple[str, str]:
    if random.random() < 0.55:
        return random.choice(PAIRS)
    yes, no = random.sample(words[:3000], 2)
    style = random.choice((str, str, str.upper, str.capitalize))
    return style(yes), style(no)


def judgement(
    random: Random, words: list[str], kind: str, name: str, tests: tuple[str, ...], rule: Callable[[Value], bool], family: str = "classification"
) -> Step:
    yes, no = two_labels(random, words)
    phrases = tuple(form.format(yes=yes, no=no, test=test) for form in _TEST_FORMS for test in tests)
    return Step(kind, "label", f"{name}?{yes}:{no}", phrases, lambda value: yes if rule(value) else no, family)


def _or(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " or " + names[-1]


def classes(
    random: Random, words: list[str], kind: str, name: str, what: tuple[str, ...], meanings: dict[str, str], find: Callable[[Value], str], family: str
) -> Step:
    """`meanings`: class -> when it applies; `find` gives a value's class or raises NotApplicable."""
    chosen = list(meanings)
    random.shuffle(chosen)
    style = random.random()
    if style < 0.35:
        case = random.choice((str, str, str.upper, str.capitalize))
        labels = {each: case(each) for each in chosen}
        names = random.choice((_or, " / ".join, ", ".join))([labels[each] for each in chosen])
        phrases = tuple(form.format(what=each, names=names) for form in _PLAIN_CLASS_FORMS for each in what)
    else:
        if style < 0.75:
            case = random.choice((str, str, str.upper, str.capitalize))
            new = [case(word) for word in random.sample(words[:3000], len(chosen))]
        else:
            new = random.choice(("ABCDEF", "123456", "abcdef", "XYZWVU"))[: len(chosen)]
        labels = dict(zip(chosen, new))
        links = random.choice(("{label} for {meaning}", "{label} if it is {meaning}", "{label} = {meaning}", "{label} ({meaning})", "{meaning} -> {label}", "{meaning}: {label}"))
        sign = random.choice((", ", "; "))
        listing = sign.join(links.format(label=labels[each], meaning=meanings[each]) for each in chosen)
        phrases = tuple(form.format(listing=listing) for form in _CLASS_FORMS)
    tag = "_".join(f"{each}={label}" for each, label in labels.items())
    return Step(kind, "label", f"{name}_{tag}", phrases, lambda value: labels[find(value)], family)
