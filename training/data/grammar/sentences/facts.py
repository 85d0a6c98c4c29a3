"""Facts in a sentence ("Anna is 34 and lives in Oslo.") and the code that says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step
from training.data.grammar.words.lexicon import CITIES, MEN, NOUNS, WEEKDAYS, WOMEN

Facts = dict[str, str]
_PATTERNS: dict[str, tuple[str, str, dict[str, str]]] = {
    # name -> (pattern, what the input is called, field -> what it holds)
    "person": ("{name} is {age} and lives in {city}.", "a sentence about a person's age and city", {"name": "the name", "age": "the age", "city": "the city"}),
    "order": ("Please send {count} {item} to {name} in {city}.", "an order to send things to somebody", {"count": "how many", "item": "the things", "name": "the name", "city": "the city"}),
    "file": ("Copy {file} to the folder {folder}.", "an instruction to copy a file", {"file": "the file name", "folder": "the folder"}),
    "price": ("The {thing} costs {price} dollars at {shop}.", "a sentence about what something costs", {"thing": "the thing", "price": "the price", "shop": "the shop"}),
    "meeting": ("{name} meets {other} on {day} at {hour}.", "a sentence about an appointment", {"name": "the first person", "other": "the second person", "day": "the day", "hour": "the hour"}),
    "setting": ("Set the {option} of the {thing} to {value}.", "an instruction to set something to a number", {"option": "what is set", "thing": "the thing", "value": "the number"}),
    "score": ("{name} scored {points} points in round {round}.", "a sentence about a score", {"name": "the player", "points": "the points", "round": "the round"}),
    "pet": ("{name} has a {colour} {animal} called {pet}.", "a sentence about somebody's animal", {"name": "the owner", "colour": "the colour", "animal": "the animal", "pet": "the animal's name"}),
    "job": ("{name} works as a {job} in {city}.", "a sentence about somebody's job", {"name": "the name", "job": "the job", "city": "the city"}),
    "travel": ("{name} flies from {start} to {city} on {day}.", "a sentence about a flight", {"name": "the traveller", "start": "the place of departure", "city": "the destination", "day": "the day"}),
}  # fmt: skip
_VALUES: dict[str, Callable[[Random], str]] = {
    "name": lambda r: r.choice(WOMEN), "other": lambda r: r.choice(MEN), "age": lambda r: str(r.randint(18, 80)), "city": lambda r: r.choice(CITIES[:13]), "start": lambda r: r.choice(CITIES[13:]),
    "count": lambda r: str(r.randint(2, 40)), "item": lambda r: r.choice(("lamps", "books", "chairs", "tickets", "cups", "pens", "shirts", "plates", "roses", "maps")),
    "file": lambda r: r.choice(("notes", "report", "photo", "list", "budget", "song", "letter", "index", "menu", "plan")) + r.choice((".txt", ".pdf", ".png", ".csv", ".md", ".doc")),
    "folder": lambda r: r.choice(("backup", "archive", "work", "shared", "old", "public", "music", "holiday", "drafts", "data")),
    "thing": lambda r: r.choice((*NOUNS["household"], *NOUNS["machine"])), "price": lambda r: str(r.randint(5, 400)), "shop": lambda r: r.choice(("Acme", "Globex", "Umbra", "Solaris", "Bluefin", "Lumina")),
    "day": lambda r: r.choice(WEEKDAYS), "hour": lambda r: str(r.randint(7, 20)), "option": lambda r: r.choice(("speed", "brightness", "volume", "width", "height", "temperature", "weight", "level")),
    "value": lambda r: str(r.randint(1, 99)), "points": lambda r: str(r.randint(2, 90)), "round": lambda r: str(r.randint(1, 9)),
    "colour": lambda r: r.choice(("black", "white", "brown", "grey")), "animal": lambda r: r.choice(("dog", "cat", "horse", "rabbit", "parrot", "goat", "pony", "hamster")),
    "pet": lambda r: r.choice(("Rex", "Luna", "Max", "Coco", "Bella", "Rocky", "Daisy", "Milo")), "job": lambda r: r.choice(("teacher", "nurse", "baker", "pilot", "lawyer", "doctor", "writer", "cook", "painter")),
}  # fmt: skip


def _reader(pattern: str) -> Callable[[str], Facts]:
    compiled = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[\\w.]+)", re.escape(pattern)))

    def read(text: str) -> Facts:
        match = compiled.fullmatch(text)
        if not match:
            raise NotApplicable(text)
        return match.groupdict()

    return read


def _plain(value: str) -> str:
    """A number as it is, other text in double quotes."""
    return value if value.isdigit() else f'"{value}"'


def _single(value: str) -> str:
    return value if value.isdigit() else f"'{value}'"


# Name, how to ask for it, with {name} made up and {keys} as listed, and how to write it.
_CODE: tuple[tuple[str, tuple[str, ...], Callable[[str, Facts], str]], ...] = (
    ("call", ("a call of the function {name} with the arguments {values}, in this order, text in double quotes", "{name}(...) with these arguments: {values}; text goes in double quotes, numbers do not"), lambda n, f: f"{n}({', '.join(map(_plain, f.values()))})"),
    ("keywords", ("a Python call of {name} with the keyword arguments {keys}; text in double quotes, no spaces around =", "{name}(...) with keyword arguments {keys}, numbers bare and text in double quotes"), lambda n, f: f"{n}({', '.join(f'{k}={_plain(v)}' for k, v in f.items())})"),
    ("json", ("a JSON object with the keys {keys}, numbers without quotes", "one line of JSON with {keys}; numbers are not quoted"), lambda n, f: json.dumps({k: int(v) if v.isdigit() else v for k, v in f.items()})),
    ("nested", ("a JSON object with the single key {name}, which holds an object with the keys {keys}, numbers unquoted", 'JSON of the form {{"{name}": {{...}}}} with {keys} inside and unquoted numbers'), lambda n, f: json.dumps({n: {k: int(v) if v.isdigit() else v for k, v in f.items()}})),
    ("dict", ("a Python dict with the keys {keys}, in single quotes, numbers without", "{name} = a Python dict (only the dict, not the assignment), keys {keys}, strings in single quotes"), lambda n, f: "{" + ", ".join(f"'{k}': {_single(v)}" for k, v in f.items()) + "}"),
    ("tuple", ("a Python assignment of a tuple to {name}, holding {values}; strings in single quotes", "{name} = (...), a tuple of {values} with strings in single quotes"), lambda n, f: f"{n} = ({', '.join(map(_single, f.values()))})"),
    ("list", ("a Python list called {name} with {values}, as an assignment, strings in double quotes", "{name} = [...] holding {values}, text in double quotes"), lambda n, f: f"{n} = [{', '.join(map(_plain, f.values()))}]"),
    ("insert", ("an SQL statement that inserts {values} into the table {name}, without column names, text in single quotes, semicolon at the end", "INSERT INTO {name} VALUES (...); with {values}, text in single quotes"), lambda n, f: f"INSERT INTO {n} VALUES ({', '.join(map(_single, f.values()))});"),
    ("select", ("an SQL query SELECT * FROM {name} WHERE ... that asks for equality of the columns {keys}, joined by AND, text in single quotes, semicolon at the end", "SELECT * FROM {name} with a WHERE clause: columns {keys}, each = its value, AND between; text in single quotes; end with ;"),
     lambda n, f: f"SELECT * FROM {n} WHERE {' AND '.join(f'{k} = {_single(v)}' for k, v in f.items())};"),
    ("delete", ("an SQL statement DELETE FROM {name} WHERE ... with the columns {keys}, joined by AND, text in single quotes, ending in ;",), lambda n, f: f"DELETE FROM {n} WHERE {' AND '.join(f'{k} = {_single(v)}' for k, v in f.items())};"),
    ("shell", ("a shell command {name} with the long options {keys}, each followed by a space and its value", "the command {name} with options in the form --key value for {keys}"), lambda n, f: " ".join([n, *(f"--{k} {v}" for k, v in f.items())])),
    ("arguments", ("a shell command: {name} followed by {values}, separated by spaces", "the command {name} with the plain arguments {values}"), lambda n, f: " ".join([n, *f.values()])),
    ("environment", ("environment variables in capitals, KEY=value with spaces between, for {keys}", "upper-case shell variables for {keys}, each NAME=value, separated by single spaces"), lambda n, f: " ".join(f"{k.upper()}={v}" for k, v in f.items())),
    ("url", ("a web address path /{name}? with the parameters {keys}, joined by &", "the query /{name}?key=value&... with {keys}"), lambda n, f: f"/{n}?" + "&".join(f"{k}={v}" for k, v in f.items())),
    ("path", ("a path that starts with /{name} and goes on with {values}, separated by slashes", "/{name}/... with {values} as the parts of the path"), lambda n, f: "/".join(["", n, *f.values()])),
    ("csv", ("a CSV line with {values}, no spaces", "comma-separated values without spaces: {values}"), lambda n, f: ",".join(f.values())),
    ("yaml", ("YAML: the key {name} with the keys {keys} under it, indented by two spaces", "a YAML block called {name} (two spaces of indentation) with {keys}"), lambda n, f: f"{n}:\n" + "\n".join(f"  {k}: {v}" for k, v in f.items())),
    ("xml", ("an XML element {name}, closed in itself by ' />', with the attributes {keys} in double quotes", "one XML tag <{name} ... /> whose attributes are {keys}"), lambda n, f: f"<{n} " + " ".join(f'{k}="{v}"' for k, v in f.items()) + " />"),
    ("elements", ("an XML element {name} with one element for each of {keys} inside, no spaces between", "<{name}>...</{name}> containing the elements {keys} without white space"), lambda n, f: f"<{n}>" + "".join(f"<{k}>{v}</{k}>" for k, v in f.items()) + f"</{n}>"),
    ("new", ("a JavaScript constructor call: new, then {name} with a capital, then the arguments {values} in round brackets, text in double quotes", "new {Name}(...) with {values}; text in double quotes"), lambda n, f: f"new {n.capitalize()}({', '.join(map(_plain, f.values()))})"),
    ("object", ("a JavaScript object with the keys {keys}, unquoted keys and text in double quotes, spaces inside the braces", "{{ key: value, ... }} in JavaScript, keys {keys} without quotes, text values in double quotes"), lambda n, f: "{ " + ", ".join(f"{k}: {_plain(v)}" for k, v in f.items()) + " }"),
    ("print", ("a Python print call of {values}, separated by commas, text in double quotes", "print(...) with {values} as arguments; text in double quotes"), lambda n, f: f"print({', '.join(map(_plain, f.values()))})"),
    ("ini", ("an INI section [{name}] with a line key=value for each of {keys}", "[{name}] and below it {keys} as key=value lines"), lambda n, f: f"[{n}]\n" + "\n".join(f"{k}={v}" for k, v in f.items())),
    ("attribute", ("assignments {name}.key = value, one a line, for {keys}, text in double quotes", "one line for each of {keys}: {name}.key = value with text in double quotes"), lambda n, f: "\n".join(f"{n}.{k} = {_plain(v)}" for k, v in f.items())),
    ("table", ("a Markdown table row with {values}: | a | b | with spaces around", "a table row in Markdown holding {values}, with bars at both ends"), lambda n, f: "| " + " | ".join(f.values()) + " |"),
    ("lisp", ("a Lisp form that calls {name} with {values}, text in double quotes", "({name} ...) with {values} separated by spaces; text in double quotes"), lambda n, f: f"({n} {' '.join(map(_plain, f.values()))})"),
    ("assert", ("a Python assert that {name}(first) == last, where first is {first} and last is {last}, text in double quotes",), lambda n, f: f"assert {n}({_plain(list(f.values())[0])}) == {_plain(list(f.values())[-1])}"),
    ("return", ("an if statement in one line of Python: if the variable {first_key} equals {first}, return {last}; text in double quotes",), lambda n, f: f"if {list(f)[0]} == {_plain(list(f.values())[0])}: return {_plain(list(f.values())[-1])}"),
)  # fmt: skip
_ASK = ("write {code}", "turn it into {code}", "convert it to {code}", "output {code}", "express it as {code}", "say the same in code: {code}", "translate it into {code}", "give me {code}")


def _compound(random: Random, words: list[str]) -> str:
    return random.choice((random.choice(words), random.choice(("add", "save", "new", "get", "make", "set")) + "_" + random.choice(words)))


def facts_step(random: Random, words: list[str]) -> tuple[Domain, Step]:
    kind = random.choice(list(_PATTERNS))
    pattern, noun, fields = _PATTERNS[kind]
    chosen = list(fields) if random.random() < 0.5 else random.sample(list(fields), random.randint(2, len(fields)))
    keys = [field if random.random() < 0.5 else random.choice(words) for field in chosen]
    if len(set(keys)) < len(keys):
        keys = chosen
    code, forms, write = random.choice(_CODE)
    name = _compound(random, words)
    told = {
        "name": name, "Name": name.capitalize(), "values": ", ".join(fields[field] for field in chosen),
        "keys": ", ".join(f"{key} ({fields[field]})" for key, field in zip(keys, chosen)),
        "first": fields[chosen[0]], "last": fields[chosen[-1]], "first_key": keys[0],
    }  # fmt: skip
    phrases = tuple(ask.format(code=form.format(**told)) for ask in _ASK for form in forms)
    step = Step("facts", "text", f"{code}_{name}_{'_'.join(chosen)}_{'_'.join(keys)}", phrases,
                lambda facts: write(name, {key: facts[field] for key, field in zip(keys, chosen)}), "code")  # fmt: skip
    nouns = (noun, f"{noun} like '{pattern.replace('{', '<').replace('}', '>')}'", "a sentence", "an English sentence")
    source = Format("facts", kind, nouns, (), lambda facts: pattern.format(**facts), _reader(pattern))
    return Domain("facts", kind, ("sentence",), lambda r: {field: _VALUES[field](r) for field in fields}, (source,)), step


def spoken_step(random: Random, words: list[str]) -> tuple[Domain, Step]:
    """The other way: code to its sentence, in words that the description gives."""
    kind = random.choice([kind for kind in _PATTERNS if kind != "order"])
    pattern, _, fields = _PATTERNS[kind]
    name = _compound(random, words)
    code, forms, write = random.choice([entry for entry in _CODE if entry[0] in ("call", "keywords", "json", "dict", "shell", "csv", "url", "path", "xml", "lisp", "insert", "object")])
    facts_names = list(fields)

    def read(text: str) -> Facts:
        # The code is read by writing placeholders and matching what stands in their places.
        marked = re.escape(write(name, {field: f"QQ{field}QQ" for field in facts_names}))
        match = re.fullmatch(re.sub(r"(?:[\"']|\\[\"'])?QQ(\w+?)QQ(?:[\"']|\\[\"'])?", r"[\"']?(?P<\1>[\\w.]+)[\"']?", marked), text)
        if not match:
            raise NotApplicable(text)
        return match.groupdict()

    shown = pattern.replace("{", "<").replace("}", ">")
    phrases = (
        f"say it in English in the form '{shown}'", f"turn it back into a sentence like '{shown}'", f"explain it by the sentence '{shown}', with the values filled in",
        f"fill its values into '{shown}'", f"write the sentence '{shown}' with its values",
    )  # fmt: skip
    nouns = ("a line of code", "a piece of code", "something a program wrote", f"code with {', '.join(fields.values())}")
    source = Format("facts", f"{kind}-{code}-{name}", nouns, (), lambda facts: write(name, facts), read)
    step = Step("facts", "text", "spoken", phrases, lambda facts: pattern.format(**facts), random.choice(("code", "generation")))
    return Domain("facts", f"{kind}-code", ("code",), lambda r: {field: _VALUES[field](r) for field in fields}, (source,)), step
