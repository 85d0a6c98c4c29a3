"""Remarks of a known topic, register or certainty."""

from __future__ import annotations


def _parse(text: str) -> dict[str, tuple[str, ...]]:
    return {line.split(": ", 1)[0].strip(): tuple(line.split(": ", 1)[1].split(" | ")) for line in text.strip().splitlines()}


TOPICS = _parse("""
sport: On {day}, {team} won the match by {few} goals. | The runner broke the world record on {day}. | {name} scored in the last minute of the game. | The tennis final in {city} was cancelled because the court was flooded. | The goalkeeper of {team} saved {few} penalties. | Our swimmers train for the championship every {day}.
cooking: Fry the onions for {few} minutes. | {name} cooked {dish} and added some pepper. | Stir the flour into the melted butter. | The {dish} needs more salt and garlic. | Boil the potatoes, then mash them with milk. | The recipe for {dish} asks for {few} eggs.
weather: It will rain in {city} on {day}. | A storm with strong wind is coming from the north. | It was sunny and {number} degrees in {city}. | Fog and frost are expected on {day}. | The snow in {city} melted on {day}. | Thunder and lightning kept {city} awake.
music: {name} practises the piano every {day}. | The band played songs by {artist} in {city}. | The singer forgot the second verse of the song. | {name} tuned the violin before the concert. | The choir sings hymns by {artist} on {day}. | The drummer lost the rhythm of the song.
travel: We flew to {city} for a holiday on the beach. | {name} packed a suitcase and a passport. | Our hotel in {city} was close to the beach. | The tour bus to {city} leaves on {day} at {hour}. | {name} booked a cruise with a stop in {city}. | The border guard stamped our passports.
money: The bank raised the interest rate on {day}. | {name} saved {number} dollars in a bank account. | The shares of the bank in {city} fell by {few} percent. | {name} pays back the loan every {day}. | Taxes went up by {few} percent. | The price of gold rose to a new high.
health: {name} has a fever and a sore {body}. | The nurse measured the patient's blood pressure. | The vaccine protects people from the flu. | {name} broke a bone and wears a plaster. | The dentist pulled out {few} teeth. | Take these pills against the cough.
computers: The laptop crashed and {name} lost all files. | Install the update and restart the computer. | {name} wrote a program with {number} lines of code. | The server in {city} was hacked on {day}. | Click on the icon to open the browser. | The keyboard and the screen are connected by cable.
school: The pupils wrote a {subject} test on {day}. | {name} got the best mark in {subject}. | The teacher handed out the homework. | The {subject} lesson was cancelled because the teacher was ill. | {name} failed the {subject} exam. | The class learned a poem by heart for the teacher.
animals: The {animal} ate from the farmer's hand. | {name}'s {animal} barked, hissed and scratched. | The vet looked at the {animal}'s paw. | A flock of birds flew over {city}. | The lioness guarded her cubs in the zoo. | {name} feeds the {animal} every {day}.
politics: The president will speak to parliament on {day}. | The minister lost the election by {few} votes. | The mayor of {city} signed a new law. | The government in {city} resigned on {day}. | {name} voted against the new law in parliament. | Both parties want to win the vote in {city}.
gardening: {name} planted tulips and roses in the flower bed. | Water the tomato plants every {day}. | The lawn has to be mowed again. | {name} pulled out the weeds in the flower bed. | Sow the seeds in rows and cover them with soil. | The hedge was trimmed and the leaves were raked on {day}.
""")  # fmt: skip
REGISTER = _parse("""
formal: Dear {dear}, I am writing to inform you that the meeting is on {day}. | We would be most grateful if you could reply by {day}. | Please accept our sincere apologies for the delay. | We regret to inform you that the {event} has been cancelled. | I look forward to hearing from you at your earliest convenience. | You are kindly requested to attend the {event} in {city}. | Should you require further assistance, please do not hesitate to contact us. | {dear} has the honour of inviting you to the {event}.
informal: Hey {name}, what's up? | Wanna grab some {drink} on {day}? | Gotta run, talk to you later! | Yo {name}, that {event} was so cool! | Nope, can't make it on {day}, sorry mate. | OMG {name}, you gotta see this {item}! | Dunno, ask {name} or whatever. | C'mon {name}, it's gonna be a blast!
""")  # fmt: skip
CERTAINTY = _parse("""
certain: {name} is definitely in {city}. | I am absolutely sure that {name} took the {thing}. | Without any doubt, {team} will win. | It is certain that the {event} is on {day}. | There is no question that {name} speaks {language}. | {name} clearly knows where the {thing} is, that is a fact.
uncertain: {name} might be in {city}. | I guess that {name} took the {thing}, but I am not sure. | Perhaps {team} will win. | It is possible that the {event} is on {day}. | Maybe {name} speaks {language}. | I have no idea whether {name} knows where the {thing} is.
""")  # fmt: skip
