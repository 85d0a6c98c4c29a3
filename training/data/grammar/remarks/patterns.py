"""The groups of remarks: their classes and how to speak of them, and the words for the slots."""

from __future__ import annotations

from dataclasses import dataclass

from training.data.grammar.words.lexicon import CITIES, MEN, WEEKDAYS, WOMEN

from .feelings import EMOTIONS, OPINIONS
from .intents import SPEECH_ACTS
from .orders import ASSISTANT, SERVICE
from .speakers import SPEAKERS
from .topics import CERTAINTY, REGISTER, TOPICS


@dataclass(frozen=True)
class Group:
    """Classes that can be told apart by a reader, and how to speak of them."""

    family: str
    nouns: tuple[str, ...]  # what the input is called
    what: tuple[str, ...]  # what is asked for: "the sentiment"
    tests: tuple[str, ...]  # "it is {meaning}"
    meanings: dict[str, str]
    templates: dict[str, tuple[str, ...]]


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


SLOTS: dict[str, tuple[str, ...]] = {
    "name": (*WOMEN, *MEN),
    "start": ("", "", "", "Well, listen. ", "Excuse me. ", "Right then. ", "Good morning. ", "Oh dear! ", "All right. "),
    "city": CITIES,
    "day": tuple(WEEKDAYS),
    "hour": _list("six, seven, eight, nine, ten, eleven, two, three, four, five"),
    "few": _list("two, three, four, five, six"),
    "good": _list("wonderful, splendid, fantastic, superb, brilliant, lovely, delightful, marvellous, perfect, great"),
    "bad": _list("terrible, lousy, horrible, dreadful, disappointing, poor, hopeless, miserable, shocking, bad"),
    "plain": _list("average, ordinary, standard, usual, typical"),
    "reviewed": _list("film, book, hotel, restaurant, concert, course, play, museum, app, service, game, tour, meal, exhibition, phone, series"),
    "aspect": _list("ending, staff, design, price, quality, atmosphere, beginning, sound, location, support"),
    "product": _list("headphones, shoes, curtains, glasses, gloves, speakers, boots"),
    "item": _list("lamp, jacket, kettle, backpack, tablet, blanket, mirror, vacuum cleaner, camera, desk, watch, coat"),
    "thing": _list("keys, bag, umbrella, phone, wallet, notebook, passport, scarf, bicycle, ticket"),
    "task": _list("open the window, carry these boxes, call the office, water the plants, check the list, print the report, feed the cat, move the table, wash the dishes, close the door"),
    "task_ing": _list("opening the window, carrying these boxes, calling the office, watering the plants, checking the list, printing the report, feeding the cat, moving the table"),
    "event": _list("party, wedding, concert, picnic, barbecue, game night, dinner, garden party, film night"),
    "dish": _list("soup, pizza, salad, fish, steak, pasta, curry, stew, pie, cake"),
    "drink": _list("coffee, tea, lemonade, water, juice, cocoa, milk"),
    "artist": _list("Mozart, the Beatles, Adele, Bach, Queen, Elvis, Madonna, Bob Marley"),
    "language": _list("French, Spanish, German, Italian, Japanese, Polish, Greek, Turkish"),
    "phrase": _list("good morning, thank you, where is the station, happy birthday, I am lost, see you soon, the bill please"),
    "grocery": _list("milk, eggs, bread, butter, rice, apples, cheese, onions, sugar, flour"),
    "room": _list("kitchen, bedroom, living room, hall, bathroom, office, garage"),
    "body": _list("back, knee, head, shoulder, throat, stomach, ankle, left arm"),
    "subject": _list("maths, history, physics, geography, biology, chemistry, music"),
    "team": _list("the Lions, the Rovers, United, the Tigers, our team, the home side, the Eagles"),
    "number": _list("12, 15, 20, 25, 30, 40, 45, 50, 60, 90"),
    "order": _list("4521, 7788, 1093, 6604, 2357, 9910, 3146, 8825"),
    "animal": _list("dog, cat, parrot, rabbit, horse, hamster, goat, pony, kitten"),
    "dear": _list("Mr Smith, Ms Brown, Dr Jones, Professor Hall, Mrs Clark, Mr Young"),
}


def _speakers(pair: str) -> Group:
    one, two = SPEAKERS[pair]
    return Group(
        "classification",
        (f"a sentence said by a {one} or a {two}", f"something that a {one} and a {two} might say to each other", f"a line from a talk between a {one} and a {two}", "a remark", "one line of a dialogue"),
        ("who is speaking", "the speaker", "the person who says it", "whose words these are"),
        ("the speaker is the {meaning}", "it is the {meaning} who speaks", "this is said by the {meaning}"),
        {one: one, two: two},
        {speaker: tuple("{start}" + line for line in lines) for speaker, lines in SPEAKERS[pair].items()},
    )


GROUPS: dict[str, Group] = {
    "opinion": Group(
        "sentiment", ("a review", "a customer's opinion", "a short comment", "a sentence from a review", "what somebody says about a thing or a visit"),
        ("the sentiment", "the feeling of the writer", "the tone of the review", "how the writer judges it"),
        ("the comment is {meaning}", "the text is {meaning}", "what is said is {meaning}"),
        {"positive": "a positive opinion", "negative": "a negative opinion", "neutral": "a neutral statement without praise or blame"}, OPINIONS),
    "emotion": Group(
        "sentiment", ("a sentence", "a remark", "something a person says", "a line from a diary or a chat"),
        ("the emotion", "the feeling of the speaker", "what the speaker feels"),
        ("the remark shows {meaning}", "the speaker feels {meaning}", "the feeling expressed is {meaning}"),
        {kind: kind for kind in EMOTIONS}, EMOTIONS),
    "act": Group(
        "intent", ("a remark", "a sentence someone says", "a message", "a short message to another person", "an utterance"),
        ("the kind of remark", "what the speaker does by saying it", "the speaker's purpose", "the intent of the message"),
        ("the remark is {meaning}", "the speaker utters {meaning}", "the message is {meaning}"),
        {"request": "a request to do something", "complaint": "a complaint", "thanks": "an expression of thanks", "apology": "an apology", "invitation": "an invitation", "warning": "a warning", "greeting": "a greeting",
         "farewell": "a goodbye", "promise": "a promise", "advice": "a piece of advice", "congratulation": "a congratulation"}, SPEECH_ACTS),
    "assistant": Group(
        "intent", ("a command to a voice assistant", "something said to a smart speaker", "a user's request", "a spoken request", "what a user asks a digital assistant"),
        ("the intent", "the task the user wants done", "what the user wants", "the right skill for the request"),
        ("the user's request is about {meaning}", "the command concerns {meaning}", "the user wants something to do with {meaning}"),
        {"alarm": "waking up or an alarm", "music": "music", "weather": "the weather", "call": "a phone call", "message": "a text message", "translation": "translation", "lights": "the lights", "shopping": "the shopping list",
         "directions": "the way to a place", "booking": "a reservation", "calculation": "arithmetic", "joke": "a joke"}, ASSISTANT),
    "service": Group(
        "intent", ("a message to a shop's help desk", "a customer's message", "a customer request", "an e-mail line from a customer", "a question to customer service"),
        ("the intent of the customer", "what the customer wants", "the concern of the message", "the department's keyword for it"),
        ("the customer writes about {meaning}", "the message concerns {meaning}", "the customer's concern is {meaning}"),
        {"cancel": "cancelling an order", "track": "where an order is", "refund": "getting money back", "exchange": "exchanging an article for another size or colour", "password": "a password", "address": "a change of address",
         "hours": "the opening hours", "invoice": "an invoice or bill", "human": "speaking to a person"}, SERVICE),
    "topic": Group(
        "classification", ("a sentence", "a line from a newspaper", "a piece of news", "a short text", "one sentence of a conversation"),
        ("the topic", "the subject area", "what the sentence is about", "the section of the newspaper it belongs in"),
        ("the sentence is about {meaning}", "the topic is {meaning}", "the text belongs to the subject area {meaning}"),
        {kind: kind for kind in TOPICS}, TOPICS),
    "register": Group(
        "style", ("a sentence", "a message", "a line from a letter or a chat", "something a person writes"),
        ("the style", "the register", "how formal the message is", "the tone of the writing"),
        ("the message is {meaning}", "the writer is being {meaning}", "the style is {meaning}"),
        {"formal": "formal", "informal": "informal"}, REGISTER),
    "certainty": Group(
        "classification", ("a statement", "a sentence", "something a person claims", "a claim"),
        ("how sure the speaker is", "the certainty of the speaker"),
        ("the speaker is {meaning}", "whoever says this is {meaning}"),
        {"certain": "certain", "uncertain": "uncertain"}, CERTAINTY),
    **{f"speaker {pair}": _speakers(pair) for pair in SPEAKERS},
}  # fmt: skip
WEIGHTS = {name: 1 if name.startswith("speaker") else 2 if name in ("register", "certainty") else 8 for name in GROUPS}
"""Larger groups allow more different tasks."""
