"""English verbs, nouns and adverbials that sentences are built from, with all their forms; our own, CC0."""

from __future__ import annotations

from .verb_forms import VOWELS, Verb, read_verb, third_person

# Topic of the object -> verbs that go with it, and the things.
_TOPICS = {
    "text": (
        "write/wrote/written translate print sign publish send/sent receive review correct copy memorise finish tear/tore/torn "
        "find/found lose/lost hide/hid/hidden deliver recommend type keep/kept bring/brought forget+/forgot/forgotten",
        "letter report poem story article novel essay speech contract recipe message song document script diary postcard "
        "newspaper magazine invitation certificate manual translation",
        "short long new old boring funny famous strange secret important",
    ),
    "food": (
        "cook bake eat/ate/eaten taste prepare serve order buy/bought share smell burn heat freeze/froze/frozen "
        "sell/sold bring/brought steal/stole/stolen drop+ try choose/chose/chosen make/made mix carry",
        "soup cake pizza salad pie sandwich sausage omelette pancake stew biscuit muffin burger dumpling "
        "casserole pudding waffle steak curry noodle",
        "hot cold fresh spicy sweet delicious salty tiny large stale",
    ),
    "household": (
        "clean wash dust paint move repair buy/bought sell/sold break/broke/broken polish measure lift push pull "
        "carry build/built admire borrow need choose/chose/chosen scrub+ replace",
        "table chair lamp mirror shelf carpet curtain bucket basket clock vase wardrobe cupboard sofa stool kettle teapot "
        "blanket pillow candle drawer",
        "old new heavy broken wooden dusty small big expensive cheap",
    ),
    "building": (
        "enter leave/left visit paint design build/built see/saw/seen find/found photograph guard inspect decorate "
        "sell/sold rent renovate admire draw/drew/drawn clean own close open know/knew/known",
        "house castle museum shop hotel church factory tower bridge school library cottage cinema theatre garage barn hall "
        "temple palace office",
        "tall old modern empty famous quiet ugly beautiful large ancient",
    ),
    "animal": (
        "feed/fed follow catch/caught chase train watch hear/heard find/found see/saw/seen hold/held wash pet+ draw/drew/drawn "
        "love brush hug+ rescue wake/woke/woken ride/rode/ridden call touch meet/met",
        "dog cat horse rabbit parrot hamster donkey goat duck pony kitten puppy lamb camel hen turtle monkey squirrel "
        "hedgehog elephant fox wolf mouse goose",
        "small hungry wild lazy clever tame noisy friendly brown sleepy",
    ),
    "machine": (
        "repair start stop+ drive/drove/driven test buy/bought sell/sold design invent operate clean use park "
        "steal/stole/stolen examine damage rent install assemble",
        "car truck tractor motorcycle printer robot computer engine camera drone boat bus radio telephone scanner "
        "generator pump lift crane van helicopter",
        "fast slow modern broken expensive powerful noisy reliable rusty electric",
    ),
    "clothing": (
        "wear/wore/worn wash iron sew/sewed/sewn knit+/knitted fold buy/bought sell/sold design mend lose/lost "
        "pack choose/chose/chosen dry return exchange tear/tore/torn find/found hide/hid/hidden like want",
        "shirt coat dress hat scarf jacket skirt sweater sock glove boot uniform apron belt cap suit blouse cardigan "
        "costume raincoat",
        "warm woollen silk red blue striped elegant dirty new tight",
    ),
    "garden": (
        "plant water pick grow/grew/grown smell draw/drew/drawn sell/sold buy/bought paint admire gather "
        "protect trim+ remove bring/brought notice sketch measure choose/chose/chosen",
        "rose tulip tree bush hedge flower lily orchid daisy fern palm cactus apple pear melon pumpkin carrot "
        "cabbage vine mushroom",
        "tall green yellow ripe rare beautiful tiny wild healthy dry",
    ),
    "art": (
        "play hear/heard compose practise record enjoy study perform teach/taught learn like describe discuss "
        "remember explain begin+/began/begun hate film finish rehearse sing/sang/sung",
        "melody opera symphony ballad concerto waltz anthem hymn duet lullaby sonata march tango tune",
        "sad cheerful famous difficult simple slow lovely modern quiet loud",
    ),
    "work": (
        "solve discuss explain present plan+ finish begin+/began/begun approve reject support ignore delay "
        "check improve win+/won lose/lost cancel+ lead/led study understand/understood propose accept",
        "problem project plan idea task proposal experiment game budget meeting case question strategy method campaign "
        "debate design course",
        "difficult easy important new simple dangerous strange useful complicated urgent",
    ),
}  # fmt: skip
# No verb has a past equal to its base: the tense could not be read.
NOUNS: dict[str, tuple[str, ...]] = {topic: tuple(nouns.split()) for topic, (_, nouns, _) in _TOPICS.items()}
ADJECTIVES: dict[str, tuple[str, ...]] = {topic: tuple(words.split()) for topic, (_, _, words) in _TOPICS.items()}
VERBS: dict[str, dict[str, Verb]] = {
    topic: {verb.base: verb for verb in (read_verb(entry, topic) for entry in verbs.split())}
    for topic, (verbs, _, _) in _TOPICS.items()
}
EVERY_VERB: dict[str, Verb] = {base: verb for verbs in VERBS.values() for base, verb in verbs.items()}
DO, HAVE, BE = (
    Verb("do", "does", "did", "done", "doing", ""),
    Verb("have", "has", "had", "had", "having", ""),
    Verb("be", "is", "was", "been", "being", ""),
)
# These sound wrong in the progressive.
STATES = {"love", "like", "hate", "know", "own", "need", "want", "understand", "remember", "hear", "see", "smell", "lose", "forget", "notice"}

WOMEN = tuple(
    "Anna Clara Emma Grace Irene Karen Maria Olivia Rosa Tina Wendy Zoe Priya Ingrid Leila Nadia Paula Sofia Hana Elena "
    "Alice Bella Carmen Diana Esther Fiona Greta Helen Isabel Julia Kate Laura Monica Nora Petra Ruth Sarah Teresa Vera Yasmin".split()
)  # fmt: skip
MEN = tuple(
    "Ben David Frank Henry Jack Liam Noah Peter Victor Ahmed Carlos Omar Pablo Marco Oscar Tom Lucas Felix Daniel Adam "
    "Boris Colin Dennis Edward Fred George Hugo Ivan John Kevin Leo Martin Nathan Otto Paul Ralph Simon Tim Walter Ravi".split()
)  # fmt: skip
PERSONS = tuple(
    "teacher nurse doctor farmer baker pilot lawyer plumber waiter painter carpenter dentist soldier tailor gardener librarian "
    "student neighbour engineer scientist writer singer actor tourist driver cook manager secretary artist child guest visitor "
    "customer musician mechanic officer inspector fisherman photographer journalist sailor clerk butler coach".split()
)  # fmt: skip
FEMALE = tuple("woman girl mother sister aunt grandmother queen lady daughter waitress princess actress".split())
MALE = tuple("man boy father brother uncle grandfather king gentleman son prince monk cowboy".split())
_PLURALS = {
    "child": "children", "man": "men", "woman": "women", "gentleman": "gentlemen", "fisherman": "fishermen",
    "mouse": "mice", "goose": "geese", "wolf": "wolves", "shelf": "shelves", "person": "people",
}  # fmt: skip


def plural(noun: str) -> str:
    if noun.endswith("o") and noun not in ("potato", "tomato", "hero", "echo"):
        return noun + "s"
    return _PLURALS.get(noun) or third_person(noun)


CITIES = tuple(
    "Paris London Berlin Madrid Rome Vienna Prague Lisbon Dublin Oslo Athens Cairo Tokyo Delhi Sydney Toronto Chicago Boston "
    "Lima Nairobi Lagos Seoul Warsaw Helsinki Zurich Milan".split()
)  # fmt: skip
PLACES = tuple(
    f"{preposition} the {noun}"
    for preposition, nouns in {
        "in": "garden kitchen park village forest basement attic yard city valley classroom courtyard square bedroom hospital",
        "at": "station market airport hotel beach party harbour office library school lake camp fair",
        "near": "river bridge lake church station beach stadium fountain",
        "behind": "house barn church school fence theatre",
        "beside": "road canal pool gate window",
        "outside": "town village museum hall castle",
    }.items()
    for noun in nouns.split()
) + tuple(f"in {city}" for city in CITIES)  # fmt: skip
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# These go with any tense.
TIMES = (
    *(f"on {day}" for day in WEEKDAYS), "in the morning", "in the evening", "in the afternoon", "at noon", "at night",
    "at midnight", "after lunch", "before dinner", "after breakfast", "after work", "after school", "at the weekend",
    "in spring", "in summer", "in autumn", "in winter", "in March", "in April", "in July", "in October", "at Christmas",
    "during the break", "before sunrise", "after sunset", "at six o'clock", "at nine o'clock", "at half past two",
)  # fmt: skip
PAST_TIMES = ("yesterday", "last week", "last night", "last month", "last year", "two days ago", "an hour ago", "last summer", "three weeks ago", "the day before yesterday")
PRESENT_TIMES = ("every day", "every week", "every morning", "every month", "every evening", "twice a week", "once a month", "every year")
FUTURE_TIMES = ("tomorrow", "next week", "next month", "next year", "tomorrow morning", "next summer", "in two days", "in an hour", "the day after tomorrow")
MANNERS = tuple(
    "quickly slowly carefully quietly happily secretly calmly patiently gladly eagerly cautiously proudly nervously gently "
    "bravely cheerfully silently hastily".split()
)  # fmt: skip
FREQUENCIES = ("often", "always", "usually", "sometimes", "rarely", "never", "seldom", "regularly", "frequently", "occasionally")
_AN = {"hour", "honest", "heir"}
_A = {"uniform", "useful", "university", "union", "unique", "european", "one", "usual"}


def article(following: str) -> str:
    first = following.split()[0].lower()
    return "an" if first in _AN or (first[0] in VOWELS and first not in _A) else "a"
