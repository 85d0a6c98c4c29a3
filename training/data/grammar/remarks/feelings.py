"""Opinions and feelings: for every class its patterns, one a line, with slots for words."""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


OPINIONS = {
    "positive": _lines("""
        The {reviewed} was {good}.
        I really loved the {reviewed}; the {aspect} was {good}.
        What a {good} {reviewed}! I would come back any time.
        These {product} are {good}, worth every cent.
        My new {item} works perfectly and looks {good}.
        We had a {good} time and will recommend the {reviewed} to everyone.
        Five stars: the {aspect} of this {reviewed} is {good}.
        The {item} arrived early and is better than I expected.
        I enjoyed every minute of the {reviewed}.
        Not a single complaint, the {reviewed} was {good}.
        I am so happy with this {item} that I bought a second one.
        The {aspect} could not have been better."""),
    "negative": _lines("""
        The {reviewed} was {bad}.
        I hated the {reviewed}; the {aspect} was {bad}.
        What a {bad} {reviewed}! I will never come back.
        These {product} are {bad}, a waste of money.
        My new {item} broke after {few} days.
        We had a {bad} time and cannot recommend the {reviewed} to anyone.
        One star: the {aspect} of this {reviewed} is {bad}.
        The {item} arrived late and is worse than I expected.
        I was bored by every minute of the {reviewed}.
        Nothing but problems, the {reviewed} was {bad}.
        I am so angry about this {item} that I sent it back.
        The {aspect} could not have been worse."""),
    "neutral": _lines("""
        The {reviewed} takes place every {day}.
        I bought the {item} on {day}.
        The {reviewed} starts at {hour} o'clock.
        The {item} comes in a box of {plain} size.
        We went to the {reviewed} with {name}.
        This {item} is {number} centimetres wide.
        The {reviewed} was mentioned by {name} on {day}.
        There are {few} pairs of these {product} in the shop.
        The {reviewed} is neither good nor bad, just {plain}.
        They changed the {aspect} of the {reviewed} last year."""),
}
EMOTIONS = {
    "joy": _lines("""
        I got the job, I could dance all day!
        Hooray, {name} is coming to {city} on {day}!
        This is the best {day} of my life!
        I am so happy that we won the game against {team}!
        My heart is singing, {name} said yes!
        What a {good} surprise, thank you, I am overjoyed!
        I can't stop smiling since {day}.
        We are going to {city}, I am delighted!"""),
    "anger": _lines("""
        How dare {name} take my {thing} without asking!
        I am furious that the {item} is broken again!
        That is the last straw, {name} lied to me on {day}!
        Stop shouting at me, I have had enough of this!
        It makes me so mad that {name} never listens!
        I could scream, they cancelled the {event} again!
        Who scratched my car? I am boiling with rage!
        This is an outrage, I want my money back!"""),
    "sadness": _lines("""
        My old {animal} died on {day} and I cannot stop crying.
        I feel so lonely since {name} moved to {city}.
        Nobody came to my {event}, I feel like weeping.
        I miss {name} terribly.
        It breaks my heart that {name} is gone.
        I have been feeling down and empty since {day}.
        My eyes fill with tears whenever I think of {city}.
        I lost the {thing} my grandmother gave me, and I am heartbroken."""),
    "fear": _lines("""
        I heard steps behind me and my hands were shaking.
        I am terrified of flying to {city}.
        What if {name} never comes back? I am so worried.
        There is something moving in the dark {room}, I am scared.
        I am afraid of the results on {day}.
        My heart is pounding, someone is trying to open the door.
        The thought of the operation on {day} frightens me.
        I dare not go into that {room} alone at night."""),
    "surprise": _lines("""
        Wow, I never expected to see {name} in {city}!
        What? {name} has {number} cats?
        I can't believe it, the {item} costs only {few} dollars!
        No way, {name} speaks {language}!
        Well, I did not see that coming on a {day}!
        You are kidding, {name} ate {few} plates of {dish}?
        I was astonished to find my {thing} in the {room}.
        Out of nowhere, {name} stood in my {room}, amazing!"""),
}
