import json

import pytest
import torch

from training.adapters.average import AVERAGED, average
from training.adapters.library import Library, LoraShape
from training.base.template import CHATML, prompt_text
from training.data.tasks import read_task
from training.measure.conditions import (
    CONDITIONS,
    FROM_EXAMPLES,
    HypernetworkSource,
    LibrarySource,
    questions,
)
from training.measure.evaluator import Evaluator, available, evaluate, read_known, taken_over
from training.measure.report import draw, markdown
from training.measure.summary import condition_scores, summarise
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, tiny_hypernetwork, write_task
from training.tests.vectors import RandomReader

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)
FOUR = {"train": ["t"], "eval": ["one", "two", "three", "four"]}


@pytest.fixture
def tasks(tmp_path):
    kinds = {"alpha": "exact", "beta": "exact", "gamma": "rouge"}
    return [
        read_task(write_task(tmp_path, name, count=40, metric=metric, descriptions=FOUR))
        for name, metric in kinds.items()
    ]


def lora(seed: int):
    adapter = tiny_hypernetwork("L", seed)(torch.randn(1, 6))
    return {module: (A[0], B[0]) for module, (A, B) in adapter.items()}


def sources(folder):
    oracles = Library.create(folder / "oracles", SHAPE)
    oracles.add("alpha", lora(1), {})
    oracles.add("gamma", lora(2), {})
    baselines = Library.create(folder / "baselines", SHAPE)
    baselines.add("averaged", lora(3), {})
    baselines.add("multitask", lora(4), {})
    baselines.add("instructed", lora(5), {})
    hypernetwork = HypernetworkSource(tiny_hypernetwork("L").eval(), RandomReader(6))
    known = {c: hypernetwork for c in ("gibberish", "other", "own", "paraphrases")}
    known |= {c: LibrarySource(baselines) for c in ("averaged", "multitask", "instructed")}
    return known | {"oracle": LibrarySource(oracles)}


def test_every_condition_asks_what_it_says(tasks):
    asked = {c: questions(c, tasks, 0, 5, CHATML) for c in CONDITIONS}
    text = tasks[0].test_examples[5]["input"]
    assert asked["base"][0].prompt == asked["own"][0].prompt == CHATML.prompt(text)
    assert asked["base"][0].key is None
    assert "system\ntwo<|im_end|>" in prompt_text(asked["prompt"][0].prompt)
    few = prompt_text(asked["few_shot"][0].prompt)
    assert few.count("<|im_start|>user") == 4
    shots = [f"{e['input']}<|im_end|>" for e in tasks[0].train_examples[:3]]
    assert all(shot in few for shot in shots)
    assert asked["own"][0].key == "two"
    assert [question.key for question in asked["paraphrases"]] == FOUR["eval"]
    assert asked["oracle"][0].key == "alpha" and asked["averaged"][0].key == "averaged"
    assert asked["instructed"][0].prompt == asked["prompt"][0].prompt
    assert asked["gibberish"][0].key not in FOUR["eval"]
    shots = tuple((e["input"], e["output"]) for e in tasks[0].train_examples[:3])
    assert asked["shown"][0].key == ("two", shots)
    assert asked["shown_alone"][0].key == ("", shots)
    assert asked["shown_other"][0].key[0] == "two" and asked["shown_other"][0].key[1] != shots
    assert asked["shown"][0].prompt == asked["own"][0].prompt
    assert asked["mirror"] == []
    with pytest.raises(ValueError, match="Unknown condition"):
        questions("owm", tasks, 0, 0, CHATML)


def test_a_mirror_answers_the_same_input_otherwise(tmp_path):
    def task(name: str, answers: list[str], descriptions: list[str]):
        examples = [{"input": f"{i}", "output": answer} for i, answer in enumerate(answers)]
        described = {"train": ["t"], "eval": descriptions}
        return read_task(write_task(tmp_path, name, descriptions=described, examples=examples))

    even = ["even", "odd"] * 10
    tasks = [
        task("parity", even, ["of two"]),
        task("copy", even, ["the same"]),
        task("size", ["small"] * 18 + ["even"] * 2, ["how big"]),
    ]
    # The held examples are 17 to 19, and 18 has the same answer in both.
    asked = [questions("mirror", tasks, 0, number, CHATML) for number in range(3)]
    both = ["how big", "of two"]
    assert [[question.key for question in found] for found in asked] == [both, [], both]


def test_a_mirror_stands_beside_the_own_description_on_the_same_examples():
    scores = {"parity": {0: {0: 0.0, 1: 1.0}, 2: {0: 1.0, 1: 1.0}}}
    assert condition_scores("mirror", scores) == {
        "mirror": {"parity": 0.5},
        "own_mirrored": {"parity": 1.0},
    }


def test_rows_of_a_batch_answer_by_their_own_adapter(tasks, tmp_path):
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), sources(tmp_path))
    source = evaluator.sources["paraphrases"]
    asked = questions("paraphrases", tasks, 0, 0, CHATML)
    together = evaluator.answers(asked, source, 6)
    alone = [evaluator.answers([question], source, 6)[0] for question in asked]
    assert together == alone and len(set(together)) > 1


def test_the_whole_table_is_measured_and_written(tasks, tmp_path):
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), sources(tmp_path))
    conditions = available(evaluator.sources)
    result = json.loads(json.dumps(evaluate(evaluator, tasks, conditions, 4, 3)))
    result["split"] = "unseen"
    assert set(result["conditions"]) == {*CONDITIONS, "own_mean", "own_worst"} - {
        "paraphrases",
        "mirror",
        *FROM_EXAMPLES,
    }
    assert "oracle" not in result["tasks"]["beta"] and "oracle" in result["tasks"]["alpha"]
    assert result["share_of_oracle"]["tasks"] == 2
    report = markdown({"tiny": result, "again": result})
    assert "| oracle LoRA | " in report and "| condition | tiny | again |" in report
    draw({"tiny": result}, tmp_path)
    for name in ("conditions", "families", "paraphrases"):
        assert (tmp_path / f"{name}.png").stat().st_size > 1000


def test_rows_of_a_like_result_are_taken_over(tasks, tmp_path):
    path, settings = tmp_path / "result.json", {"examples_per_task": 4, "max_new_tokens": 3}
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), sources(tmp_path))
    whole = evaluate(evaluator, tasks, ["base", "paraphrases", "oracle"], 4, 3)
    path.write_text(json.dumps(whole | {"hypernetwork": "tiny 01"}))
    result = read_known(path, settings, tasks)
    another = taken_over(result, "tiny 02")
    assert set(another.rows) == {"base", "oracle"}
    assert another.about_hypernetwork == {"hypernetwork": "tiny 02"}
    assert evaluate(evaluator, tasks, ["paraphrases"], 4, 3, another.rows) == whole
    for same in ("tiny 01", None):
        known = taken_over(result, same)
        again = known.about_hypernetwork | evaluate(evaluator, tasks, ["oracle"], 4, 3, known.rows)
        assert again == whole | {"hypernetwork": "tiny 01"}
    with pytest.raises(ValueError, match="other examples_per_task"):
        read_known(path, settings | {"examples_per_task": 5}, tasks)
    with pytest.raises(ValueError, match="other tasks"):
        read_known(path, settings, tasks[:2])


def test_without_libraries_only_their_rows_are_missing():
    assert available({}) == ["base", "prompt", "few_shot"]


def test_own_mean_and_worst_come_from_every_description_on_every_example():
    scores = {"alpha": {0: {0: 1.0, 1: 0.0}, 1: {0: 1.0, 1: 0.0}}, "beta": {0: {0: 0.0, 1: 1.0}}}
    rows = condition_scores("paraphrases", scores)
    assert rows["own"] == {"alpha": 0.5, "beta": 0.0}
    assert rows["own_mean"] == {"alpha": 0.5, "beta": 0.5}
    assert rows["own_worst"] == {"alpha": 0.0, "beta": 0.0}


def test_means_are_taken_apart_by_metric_and_family(tasks):
    tasks[0].family = "other"
    scores = {"alpha": {0: {0: 1.0}}, "beta": {0: {0: 0.0}}, "gamma": {0: {0: 0.25}}}
    result = summarise(tasks, {"base": scores})
    assert result["exact"]["base"]["score"] == 0.5
    assert result["rouge"]["base"]["score"] == 0.25
    assert result["conditions"]["base"]["score"] == pytest.approx(1.25 / 3)
    assert result["families"]["other"] == {"tasks": 1, "conditions": {"base": 1.0}}
    assert result["families"]["test"]["conditions"]["base"] == 0.125


def test_the_averaged_lora_is_the_mean_delta_w_when_the_rank_suffices():
    torch.manual_seed(0)
    A, B = torch.randn(2, 4, 1, 6), torch.randn(2, 4, 1, 5)
    mean = (B.transpose(-1, -2) @ A).mean(0)
    averaged, kept = average({"q_proj": (A, B)}, rank=2)
    assert torch.allclose(
        averaged["q_proj"][1].transpose(-1, -2) @ averaged["q_proj"][0], mean, atol=1e-5
    )
    assert kept["q_proj"] == pytest.approx(1)
    cut, kept = average({"q_proj": (A, B)}, rank=1)
    error = (cut["q_proj"][1].transpose(-1, -2) @ cut["q_proj"][0] - mean).square().sum()
    assert 0 < kept["q_proj"] < 1
    assert error.item() == pytest.approx(
        (1 - kept["q_proj"]) * mean.square().sum().item(), rel=1e-4
    )
    assert AVERAGED in CONDITIONS
