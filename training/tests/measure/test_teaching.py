import json
from dataclasses import asdict

import pytest
import torch

from training.base.generate import generate_greedy
from training.base.config import GROUPS
from training.data.packing import pack_rows, row_size
from training.data.tasks import DataError, read_task
from training.measure.teaching import TaughtScores, TaughtTask, Teaching, TeachingPlan, pack_tasks
from training.measure.teaching_report import collect, curves, draw, table
from training.measure.teaching_result import OtherRun, TeachingResult, rows
from training.oracles.lesson import Lesson, LessonSettings
from training.oracles.lesson_start import WrittenStart, ZeroStart
from training.tests.hypernetworks.test_gist import gist_reader, tiny_gist
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, write_task

SETTINGS = LessonSettings(steps=6, rate=0.05, warm_up=1, clip=10.0)


def task(folder, name: str, answer: str = "b", count: int = 40):
    examples = [{"input": f"{name} {i}", "output": answer} for i in range(count)]
    return read_task(write_task(folder, name, examples=examples))


def prepared(folder, names=("alpha", "be"), most: int = 6, **plan) -> list[TaughtTask]:
    made = TeachingPlan(**plan)
    tokenizer = byte_tokenizer()
    return [
        TaughtTask.prepare(tokenizer, task(folder, name), f"do {name}", made, most)
        for name in names
    ]


def teaching(**plan) -> Teaching:
    return Teaching(tiny_base(), byte_tokenizer(), TeachingPlan(**plan))


def written() -> WrittenStart:
    return WrittenStart(tiny_gist(), gist_reader())


def test_what_is_asked_is_never_taught_and_a_short_lesson_is_the_beginning_of_a_long_one(tmp_path):
    (few,), (many,) = (prepared(tmp_path, ("alpha",), most) for most in (4, 16))
    assert [list(e.tokens) for e in few.pool] == [list(e.tokens) for e in many.pool[:4]]
    asked = {example["input"] for example in many.asked}
    texts = [byte_tokenizer().decode(list(item.tokens)) for item in many.pool]
    assert len(set(texts)) == 16 and len(asked) == 6
    assert not any(text in drawn for text in asked for drawn in texts)


def test_another_seed_draws_other_examples(tmp_path):
    first, second = (prepared(tmp_path, ("alpha",), seed=seed)[0].pool for seed in (0, 1))
    assert [list(e.tokens) for e in first] != [list(e.tokens) for e in second]


def test_a_task_with_too_few_short_examples_is_refused(tmp_path):
    with pytest.raises(DataError, match="alpha"):
        prepared(tmp_path, ("alpha",), most=40)


def test_every_task_has_equally_many_rows_that_hold_all_its_examples(tmp_path):
    tasks = prepared(tmp_path, ("alpha", "a much longer name"), most=6)
    batch = pack_tasks([of_task.pool for of_task in tasks])
    rows_of_task = len(batch.tokens) // 2
    places = (batch.row_of_example // rows_of_task).tolist()
    assert places == [0] * 6 + [1] * 6


def test_lessons_together_are_the_lessons_alone(tmp_path):
    tasks = prepared(tmp_path)
    start, settings = written(), LessonSettings(steps=4, rate=0.005, warm_up=1, clip=0.1)
    together = Lesson(
        tiny_base(), start.adapters([t.description for t in tasks]), start.scaling, settings
    )
    batch = pack_tasks([of_task.pool for of_task in tasks])
    losses = [together.step(batch) for _ in range(4)]
    for place, of_task in enumerate(tasks):
        alone = Lesson(
            tiny_base(), start.adapters([of_task.description]), start.scaling, settings
        )
        own = pack_rows([of_task.pool], row_size(of_task.pool))
        for loss in losses:
            assert alone.step(own).item() == pytest.approx(loss[place].item(), rel=1e-3)


def test_a_shared_a_stays_shared_and_is_kept_where_b_alone_is_taught(tmp_path):
    tasks = prepared(tmp_path)
    batch = pack_tasks([of_task.pool for of_task in tasks])
    start = written().adapters([t.description for t in tasks])
    for trained in ("A and B", "B"):
        settings = LessonSettings(steps=4, rate=0.05, trained=trained)
        lesson = Lesson(tiny_base(), start, 1.0, settings)
        lesson.step(batch)
        for members in GROUPS.values():
            As = [lesson.adapter[module][0] for module in members]
            assert all(A is As[0] for A in As)
            assert torch.equal(As[0], start[members[0]][0]) == (trained == "B")


def test_a_pull_keeps_a_lesson_nearer_to_its_start(tmp_path):
    (of_task,) = prepared(tmp_path, ("alpha",))
    batch = pack_tasks([of_task.pool])
    start = written().adapters([of_task.description])

    def moved(pull: float) -> float:
        settings = LessonSettings(steps=5, rate=0.05, warm_up=1, pull=pull, schedule="constant")
        lesson = Lesson(tiny_base(), start, 1.0, settings)
        for _ in range(5):
            lesson.step(batch)
        B, before = lesson.adapter["v_proj"][1], start["v_proj"][1]
        return (B - before).norm().item()

    assert moved(10.0) < 0.8 * moved(0.0)


def test_a_lesson_raises_the_score_and_zero_begins_as_the_base(tmp_path):
    tasks = prepared(tmp_path)
    zero = ZeroStart(tiny_gist().config, seed=0)
    for answers in ("forced", "generated"):
        examiner = teaching(answers=answers)
        found = {}
        for part in examiner.teach(tasks, zero, SETTINGS, 6, [0, 6]):
            found |= part
        assert [found[name].steps for name in ("alpha", "be")] == [{0: 0.0, 6: 1.0}] * 2
        assert len(found["be"].taught) == 6 and found["be"].taught[-1] < found["be"].taught[0]
    with torch.no_grad():
        lora = Lesson(tiny_base(), zero.adapters(["x"]), zero.scaling, SETTINGS).packed()
        prompts = [[1, 2, 3], [4, 5]]
        with_lora = generate_greedy(tiny_base(), prompts, lora, set(), 3)
        assert with_lora == generate_greedy(tiny_base(), prompts, None, set(), 3)


def test_no_examples_are_no_steps(tmp_path):
    (of_task,) = prepared(tmp_path, ("alpha",))
    (part,) = teaching().teach([of_task], written(), SETTINGS, 0, [6])
    assert list(part["alpha"].steps) == [0] and part["alpha"].taught == []


def test_examples_held_back_choose_the_step(tmp_path):
    tasks = prepared(tmp_path, most=8)
    found = {}
    for part in teaching(held_back=0.25).teach(tasks, written(), SETTINGS, 8, [0, 3, 6]):
        found |= part
    assert all(len(scores.held_back) == 7 for scores in found.values())
    scores = TaughtScores({0: 0.1, 3: 0.2, 6: 0.3}, [], {0: 2.0, 3: 1.0, 6: 1.5})
    assert scores.stopped == 0.2
    assert rows([scores])["stopped"]["score"] == pytest.approx(0.2)


def test_a_result_goes_on_and_refuses_another_run(tmp_path):
    path = tmp_path / "run" / "own.json"
    result = TeachingResult(path, {"start": "own", "measured": [0, 2]})
    result.add(4, {"alpha": TaughtScores({0: 0.0, 2: 1.0}, [1.5, 0.5], {})}, 2.0)
    again = TeachingResult(path, {"start": "own", "measured": [0, 2]})
    assert again.known(4) == {"alpha"} and again.known(16) == set()
    again.add(4, {"beta": TaughtScores({0: 0.0, 2: 0.5}, [1.5, 0.5], {})}, 1.0)
    content = json.loads(path.read_text())
    assert content["rows"]["4"]["2"]["score"] == 0.75
    assert content["seconds"] == {"4": 3.0}
    with pytest.raises(OtherRun, match="start"):
        TeachingResult(path, {"start": "zero", "measured": [0, 2]})


def test_a_report_has_a_row_for_every_run_and_a_line_for_every_start(tmp_path):
    runs = tmp_path / "runs"
    same = {"hypernetwork": "x", "precision": "float32", "split": "validation"}
    same |= {"plan": asdict(TeachingPlan()), "settings": asdict(SETTINGS)}

    def write(path: str, start: str, task: str, last: float) -> None:
        result = TeachingResult(runs / path, same | {"start": start})
        result.add(4, {task: TaughtScores({0: 0.0, 6: last}, [1.0], {0: 1.0, 6: 0.5})}, 1.0)

    write("own.json", "own", "alpha", 1.0)
    write("zero.json", "zero", "alpha", 0.25)
    write("more/zero.json", "zero", "beta", 0.75)
    found = collect(runs)
    assert curves(found)["zero"][4]["score"] == 0.5 and list(curves(found)) == ["own", "zero"]
    assert table(found).count("1 × 8") == 1 and table(found).count("2 × 8") == 1
    assert "stopped: 50.0 %" in table(found)
    draw(found, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 1000
    write("more/own.json", "other", "beta", 1.0)
    with pytest.raises(ValueError, match="otherwise"):
        collect(runs)
