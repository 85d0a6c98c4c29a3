import hashlib
import json
from datetime import date
from itertools import islice
from random import Random

import pytest

from training.data.grammar.apart import computes
from training.data.grammar.draw import TARGETS, plans
from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.values.formats import IDENTIFIER_FORMATS, LIST_FORMATS
from training.data.grammar.values.messages import recognise
from training.data.grammar.values.numbers import (
    DATE_FORMATS,
    in_words,
    ordinal,
    ordinal_in_words,
    roman,
)
from training.data.grammar.values.record_formats import NAME_FORMATS, RECORD_FORMATS
from training.data.grammar.variations import Variations, label_set
from training.data.grammar.write import examples_of, write_tasks
from training.data.tasks import read_split, read_task
from training.tests.tiny import byte_tokenizer, write_task

WORDS = [
    f"{a}{b}" for a in ("stone", "river", "cloud", "paper") for b in "abcdefghijklmnopqrstuvwxyz"
]
SAMPLES = {
    "items": ["stone", "river", "cloud"],
    "name": ["Anna", "Smith"],
    "record": {"name": "Anna", "age": "34"},
    "date": date(2021, 3, 5),
}


@pytest.mark.parametrize("format", [f for f in (*LIST_FORMATS, *IDENTIFIER_FORMATS, *NAME_FORMATS,
                                                *RECORD_FORMATS, *DATE_FORMATS) if f.nouns],
                         ids=lambda f: f"{f.kind}-{f.name}")  # fmt: skip
def test_every_input_format_reads_what_it_writes(format):
    value = SAMPLES[format.kind]
    assert format.parse(format.write(value)) == value


@pytest.mark.parametrize("kind", list(TARGETS))
def test_names_of_formats_are_unique(kind):
    names = [format.name for format in TARGETS[kind]]
    assert len(set(names)) == len(names)


def test_numbers_in_words():
    assert in_words(347) == "three hundred and forty-seven"
    assert ordinal_in_words(21) == "twenty-first" and ordinal_in_words(12) == "twelfth"
    assert [ordinal(n) for n in (1, 2, 3, 11, 22, 113)] == [
        "1st",
        "2nd",
        "3rd",
        "11th",
        "22nd",
        "113th",
    ]
    assert roman(1994) == "MCMXCIV"


def test_the_recogniser_finds_each_kind_of_thing():
    found = recognise("Anna paid $12.50 for a lamp in Oslo at 9:45, code AB-1234, ask ben@acme.com")
    assert found["person"] == "Anna" and found["price"] == "$12.50" and found["city"] == "Oslo"
    assert (
        found["time"] == "9:45" and found["code"] == "AB-1234" and found["email"] == "ben@acme.com"
    )
    with pytest.raises(NotApplicable):
        recognise("nothing to see here")


def test_plans_are_deterministic_and_different():
    first = [plan.name for plan in islice(plans(0, WORDS), 200)]
    again = [plan.name for plan in islice(plans(0, WORDS), 200)]
    assert first == again and len(set(first)) == 200
    assert first != [plan.name for plan in islice(plans(1, WORDS), 200)]


def test_examples_are_what_the_plan_computes_from_the_text_alone():
    checked = 0
    for plan in islice(plans(3, WORDS), 150):
        examples = examples_of(plan, Random(0))
        for example in (examples or [])[:5]:
            assert plan.apply(example["input"]) == example["output"]
            checked += 1
    assert checked > 200


def test_written_tasks_are_read_by_training(tmp_path):
    split, left_out = write_tasks(tmp_path, 40, 0, word_tokenizer(), [])
    assert not left_out and len(split["train"]) == 38 and len(split["unseen"]) == 2
    read = read_split([tmp_path])
    assert len(read.train) + len(read.validation) == 38
    for task in read.unseen:
        assert len(task.eval_descriptions) == 4 and len(set(task.train_descriptions)) > 10


def test_a_seed_gives_the_same_tasks_for_ever(tmp_path):
    """Runs of the log name the grammar by its seed and size alone."""
    write_tasks(tmp_path, 150, 7, word_tokenizer(), [])
    written = b"".join(path.read_bytes() for path in sorted((tmp_path / "tasks").iterdir()))
    expected = "52b1cac5bf22ea54a9b55a163c07736f784d79840156ddbd53f63d4e4f74a202"
    assert hashlib.sha256(written).hexdigest() == expected


def test_a_function_of_a_held_out_task_is_left_out(tmp_path):
    split, _ = write_tasks(tmp_path / "a", 40, 0, word_tokenizer(), [])
    held_out = read_task(tmp_path / "a" / "tasks" / f"{split['train'][7]}.json")
    split, left_out = write_tasks(tmp_path / "b", 40, 0, word_tokenizer(), [held_out])
    assert any(line.startswith(held_out.name) for line in left_out)
    plan = json.loads((tmp_path / "a" / "tasks" / f"{held_out.name}.json").read_text())["plan"]
    assert plan not in [
        json.loads(p.read_text())["plan"] for p in (tmp_path / "b" / "tasks").iterdir()
    ]


def test_a_plan_does_not_compute_another_task(tmp_path):
    other = read_task(write_task(tmp_path, "alpha"))
    assert not any(computes(plan, other) for plan in islice(plans(0, WORDS), 50))


def test_varied_labels_are_named_in_the_description(tmp_path):
    examples = [{"input": f"{n}", "output": "even" if n % 2 == 0 else "odd"} for n in range(40)]
    task = read_task(write_task(tmp_path, "parity", examples=examples))
    assert label_set(task) == ["even", "odd"]
    variations = Variations(WORDS, byte_tokenizer(), 96)
    for seed in range(30):
        varied = variations.draw(task, Random(seed))
        if varied is None:
            continue
        description, encoded = varied
        answers = {byte_tokenizer().decode(list(e.tokens[e.prompt_length :])) for e in encoded}
        if "even" in description and "odd" in description:
            assert all(answer in description for answer in answers)


def test_any_step_on_an_answer_is_drawn_without_an_error(tmp_path):
    examples = [
        {"input": f"{word} {n}", "output": word} for n in range(9) for word in ("ten", "a", "seven")
    ]
    task = read_task(write_task(tmp_path, "words", examples=examples))
    variations = Variations(WORDS, byte_tokenizer(), 96)
    drawn = [variations._finish(Random(seed), "Copy the word.", task) for seed in range(400)]
    changed = [pair for pair in drawn if pair]
    assert len(changed) > 300
    assert all(any(e not in task.train_examples for e in pair[1]) for pair in changed)


def word_tokenizer():
    class Words:
        def get_vocab(self):
            return {f"Ġ{word}": index for index, word in enumerate(WORDS)}

    return Words()
