import json

import pytest

from training.data.metrics import normalise_answer, rouge_l, score
from training.data.packing import encode_examples
from training.data.tasks import (
    DataError,
    described_in_chinese,
    is_validation,
    read_split,
    read_task,
    read_training_tasks,
)
from training.hypernetworks.encoder import normalise_description
from training.measure.statistics import bootstrap_mean
from training.tests.tiny import byte_tokenizer, write_task


def test_the_last_share_of_a_task_is_held_out(tmp_path):
    task = read_task(write_task(tmp_path, "alpha", count=40))
    assert len(task.test_examples) == 6 and len(task.train_examples) == 34
    assert task.test_examples[-1]["output"] == "39"


def test_at_most_sixty_examples_are_held_out(tmp_path):
    task = read_task(write_task(tmp_path, "alpha", count=1000))
    assert len(task.test_examples) == 60


@pytest.mark.parametrize(
    "change",
    [
        {"examples": [{"input": "x"}]},
        {"descriptions": {}},
        {"examples": [{"input": 1, "output": 2}]},
        {"examples": [{"input": "a", "output": "\u200b ."}]},
    ],
)
def test_a_bad_task_file_is_named(tmp_path, change):
    path = write_task(tmp_path, "broken", **change)
    with pytest.raises(DataError, match="broken.json"):
        read_task(path)


def test_a_missing_data_folder_says_what_to_do(tmp_path):
    with pytest.raises(DataError, match="--data"):
        read_split([tmp_path])


def test_validation_tasks_come_from_train_and_never_from_unseen(tmp_path):
    names = [f"task{i}" for i in range(60)]
    for name in [*names, "unseen"]:
        write_task(tmp_path / "tasks", name)
    (tmp_path / "split.json").write_text(json.dumps({"train": names, "unseen": ["unseen"]}))
    split = read_split([tmp_path])
    assert [task.name for task in split.unseen] == ["unseen"]
    assert {task.name for task in split.validation} == {n for n in names if is_validation(n)}
    assert 0 < len(split.validation) < 20
    assert len(split.train) + len(split.validation) == 60


def write_split(folder, train=(), unseen=(), **changes):
    for name in [*train, *unseen]:
        write_task(folder / "tasks", name, **changes)
    (folder / "split.json").write_text(json.dumps({"train": [*train], "unseen": [*unseen]}))
    return folder


def test_data_folders_are_read_together(tmp_path):
    first = write_split(tmp_path / "first", ["one", "two"], ["three"])
    second = write_split(tmp_path / "second", ["four"], ["five"])
    split = read_split([first, second])
    assert {task.name for task in split.train + split.validation} == {"one", "two", "four"}
    assert [task.name for task in split.unseen] == ["three", "five"]
    again = write_split(tmp_path / "again", ["two"])
    with pytest.raises(DataError, match="first and .*again both have a task two"):
        read_split([first, again])


def test_chinese_descriptions_are_trained_on_and_can_be_asked_for_alone(tmp_path):
    descriptions = {"train": ["a"], "train_zh": ["甲"], "eval": ["b"], "eval_zh": ["乙"]}
    folder = write_split(tmp_path / "both", unseen=["task"], descriptions=descriptions)
    english = write_split(tmp_path / "english", unseen=["other"])
    tasks = read_split([folder, english]).unseen
    assert tasks[0].train_descriptions == ["a", "甲", "Do task."]
    assert tasks[0].eval_descriptions == ["b"]
    asked = described_in_chinese(tasks)
    assert [(task.name, task.eval_descriptions) for task in asked] == [("task", ["乙"])]


def test_far_families_can_be_kept_out_of_training(tmp_path):
    families = {"one": "code", "two": "format", "three": "sentiment", "four": "format"}
    for name, family in families.items():
        write_task(tmp_path / "tasks", name, family=family)
    names = {"train": ["one", "two"], "unseen": ["three", "four"]}
    (tmp_path / "split.json").write_text(json.dumps(names))
    split = read_split([tmp_path])
    assert {task.name for task in split.far} == {"one", "three"}
    near = split.without_far()
    assert [task.name for task in near.train + near.validation] == ["two"]
    assert [task.name for task in near.unseen] == ["four"] and not near.far
    options = {"data": [tmp_path], "grammar": tmp_path, "leave_out_far": True}
    chosen, of_grammar = read_training_tasks(options)
    assert [task.name for task in chosen.train + chosen.validation] == ["two"]
    assert [task.name for task in of_grammar] == [task.name for task in chosen.train]
    assert read_training_tasks(options | {"grammar": None})[1] == []


def test_long_examples_are_left_out():
    tokenizer = byte_tokenizer()
    examples = [{"input": "a", "output": "b"}, {"input": "a" * 100, "output": "b"}]
    encoded = encode_examples(tokenizer, examples, longest=60)
    assert len(encoded) == 1
    answer = encoded[0].tokens[encoded[0].prompt_length :]
    assert tokenizer.decode(answer.tolist(), skip_special_tokens=False) == "b<|im_end|>"


def test_the_text_rule():
    assert normalise_description("  past tense ") == "past tense."
    assert normalise_description("past tense!") == "past tense!"
    assert normalise_description("日本") == "日本."
    assert normalise_description("3") == "3"
    assert normalise_description("   ") == ""


def test_metrics():
    assert normalise_answer("  a   b. ") == "a b"
    assert score("exact", "July third.", "July third") == 1
    assert score("exact", "july third", "July third") == 0
    assert rouge_l("the cat", "the black cat") == pytest.approx(0.8)
    interval = bootstrap_mean([0.0, 1.0] * 20)
    assert interval["low"] < interval["score"] == 0.5 < interval["high"]
