import json
from dataclasses import replace

import pytest
import torch

from training.adapters.library import INSTRUCTED, MULTITASK, Library, LoraShape
from training.base.template import CHATML
from training.data.packing import EncodedExample, row_size
from training.data.sampling import TaskGroup, TrainingTask
from training.data.shown import ShownExamples
from training.data.tasks import DataError, read_task
from training.oracles import trainer as oracle_trainer
from training.oracles.jobs import MultitaskJob, TaskJob, choose, fill_in_order, task_jobs
from training.oracles.slots import UNFINISHED, OtherSettings, SlotBatch
from training.oracles.start import GeneratedStart
from training.oracles.trainer import NonFiniteOracle, OracleConfig, OracleTrainer
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, tiny_hypernetwork, write_task
from training.tests.vectors import RandomReader

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)
ORACLES = OracleConfig(
    slots=2, rows=2, row_length=96, learning_rate=2e-2, steps=40, validate_every=5
)


def task(folder, name: str, answer: str) -> TrainingTask:
    examples = [{"input": f"{name} {i}", "output": answer} for i in range(20)]
    read = read_task(write_task(folder, name, examples=examples))
    return TrainingTask.prepare(byte_tokenizer(), [read], 96)[0]


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    answers = {"alpha": "yes", "beta": "no", "gamma": "7"}
    return [task(tmp_path / "tasks", name, answer) for name, answer in answers.items()]


def trainer(config: OracleConfig = ORACLES) -> OracleTrainer:
    return OracleTrainer(tiny_base(), SHAPE, config, compiled=False)


def quiet(*_, **__):
    pass


def start_loss(tasks) -> list[float]:
    base = trainer()
    start = base.start(None)
    batch = SlotBatch.empty(SHAPE, len(tasks))
    for index, job in enumerate(task_jobs(tasks, ORACLES)):
        batch.put(index, job, start)
    return base._held_losses(batch)


def test_oracles_learn_their_tasks_and_are_kept_with_their_facts(tasks, tmp_path):
    library = Library.create(tmp_path / "library", SHAPE)
    trainer().run(task_jobs(tasks, ORACLES), library, quiet)
    before = start_loss(tasks)
    assert list(library.entries) != [] and set(library.entries) == {"alpha", "beta", "gamma"}
    for loss, name in zip(before, ("alpha", "beta", "gamma")):
        facts = library.entries[name]
        assert facts["held_out_loss"] < 0.7 * loss
        assert 0 < facts["steps"] <= facts["trained_steps"] <= ORACLES.steps


def test_no_lora_takes_more_steps_than_it_may(tasks, tmp_path):
    config = replace(ORACLES, steps=7)
    library = Library.create(tmp_path / "library", SHAPE)
    trainer(config).run(task_jobs(tasks, config), library, quiet)
    assert [facts["trained_steps"] for facts in library.entries.values()] == [7, 7, 7]


def test_a_lora_trained_alone_tells_how_far_it_is(tasks, tmp_path):
    told = []
    jobs = task_jobs(tasks[:1], ORACLES)
    library = Library.create(tmp_path / "library", SHAPE)
    trainer().run(jobs, library, lambda line, flush: told.append(line))
    trained = library.entries[jobs[0].name]["trained_steps"]
    *steps, _ = told
    assert [line.split(":")[0] for line in steps] == [f"step {s}" for s in range(5, trained + 1, 5)]


def test_an_oracle_can_begin_as_what_a_hypernetwork_writes(tasks, tmp_path):
    hypernetwork, reader = tiny_hypernetwork("L").eval(), RandomReader(6)
    shape = LoraShape.of(hypernetwork.config)
    assert shape.fits(hypernetwork.config)
    start = GeneratedStart(hypernetwork, reader)
    config = replace(ORACLES, learning_rate=0.0, steps=5)
    near = OracleTrainer(tiny_base(), shape, config, compiled=False, start=start)
    library = Library.create(tmp_path / "near", shape)
    near.run(task_jobs(tasks[:1], config), library, quiet)
    written = hypernetwork(reader.read(tasks[0].task.train_descriptions))
    for module, pair in library.stack(["alpha"]).items():
        for kept, factor in zip(pair, written[module]):
            torch.testing.assert_close(kept[0], factor.mean(0))


def test_an_oracle_does_not_depend_on_its_neighbours(tasks, tmp_path):
    together = Library.create(tmp_path / "together", SHAPE)
    trainer().run(task_jobs(tasks, ORACLES), together, quiet)
    alone = Library.create(tmp_path / "alone", SHAPE)
    trainer().run(task_jobs(tasks[2:], ORACLES), alone, quiet)
    ours, theirs = together.stack(["gamma"]), alone.stack(["gamma"])
    for module in SHAPE.modules:
        for half in (0, 1):
            assert torch.allclose(ours[module][half], theirs[module][half], atol=1e-4)


def test_an_interrupted_run_goes_on_with_what_is_missing(tasks, tmp_path):
    library = Library.create(tmp_path / "library", SHAPE)
    trainer().run(task_jobs(tasks[:1], ORACLES), library, quiet)
    file = tmp_path / "library" / "alpha.safetensors"
    before = file.read_bytes(), file.stat().st_mtime_ns
    trainer().run(task_jobs(tasks, ORACLES), Library.open(tmp_path / "library"), quiet)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert set(Library.open(tmp_path / "library").entries) == {"alpha", "beta", "gamma"}


ALONE = replace(ORACLES, slots=1)


@pytest.fixture
def interrupt(monkeypatch):
    """Trains one LoRA at a time and is killed at the validation after so many, each of them saved."""
    monkeypatch.setattr(oracle_trainer, "CHECKPOINT_SECONDS", 0)

    class Killed(Exception):
        pass

    def run(tasks: list[TrainingTask], library: Library, validations: int) -> bytes:
        told = []

        def report(line: str, flush: bool) -> None:
            told.append(line)
            if len(told) > validations:
                raise Killed

        with pytest.raises(Killed):
            trainer(ALONE).run(task_jobs(tasks, ALONE), library, report)
        return (library.folder / UNFINISHED).read_bytes()

    return run


@pytest.mark.parametrize("validations", [1, 3])
def test_an_interrupted_lora_goes_on_as_if_it_had_not_been(tasks, tmp_path, interrupt, validations):
    whole = Library.create(tmp_path / "whole", SHAPE)
    trainer(ALONE).run(task_jobs(tasks, ALONE), whole, quiet)
    library = Library.create(tmp_path / "library", SHAPE)
    interrupt(tasks, library, validations)
    trainer(ALONE).run(task_jobs(tasks, ALONE), library, quiet)
    names = sorted(whole.entries)
    for module, pair in whole.stack(names).items():
        for expected, got in zip(pair, library.stack(names)[module]):
            assert torch.equal(expected, got)
    for name in names:
        for fact in ("held_out_loss", "steps", "trained_steps"):
            assert library.entries[name][fact] == whole.entries[name][fact]
    assert not (library.folder / UNFINISHED).exists()


def test_what_was_finished_after_the_last_save_is_not_trained_again(tasks, tmp_path, interrupt):
    library = Library.create(tmp_path, SHAPE)
    stale = interrupt(tasks[:1], library, 3)
    trainer(ALONE).run(task_jobs(tasks[:1], ALONE), library, quiet)
    (library.folder / UNFINISHED).write_bytes(stale)
    facts = dict(library.entries["alpha"])
    trainer(ALONE).run(task_jobs(tasks[:2], ALONE), library, quiet)
    assert library.entries["alpha"] == facts
    assert set(library.entries) == {"alpha", "beta"}


def test_an_interrupted_lora_refuses_other_settings_and_stays(tasks, tmp_path, interrupt):
    library = Library.create(tmp_path, SHAPE)
    kept = interrupt(tasks[:1], library, 2)
    other = replace(ALONE, learning_rate=1e-3)
    with pytest.raises(OtherSettings, match="learning_rate.*same options, or delete it"):
        trainer(other).run(task_jobs(tasks[:1], other), library, quiet)
    with pytest.raises(OtherSettings, match="LoRA alpha"):
        trainer(ALONE).run(task_jobs(tasks[1:], ALONE), library, quiet)
    assert (library.folder / UNFINISHED).read_bytes() == kept


def test_early_stopping_keeps_the_best_step(tasks, tmp_path):
    library = Library.create(tmp_path / "library", SHAPE)
    config = replace(ORACLES, learning_rate=5.0, patience=2, steps=100)
    trainer(config).run(task_jobs(tasks[:1], config), library, quiet)
    facts = library.entries["alpha"]
    assert facts["trained_steps"] < 100 and facts["steps"] == facts["trained_steps"] - 10


def inputs(rows) -> set[str]:
    decode = byte_tokenizer().decode
    return {decode(list(e.tokens[: e.prompt_length])).split("\n")[1] for row in rows for e in row}


def test_held_out_and_test_examples_are_never_drawn(tasks):
    job = TaskJob(tasks[0], ORACLES)
    drawn, held = inputs(job.draw(100)), inputs(job.held_rows)
    tests = {example["input"] for example in tasks[0].task.test_examples}
    assert len(drawn) == 15 and held and tests
    assert not drawn & held and not (drawn | held) & tests


def test_a_multitask_lora_draws_train_tasks_and_holds_validation_tasks(tasks, tmp_path):
    config = replace(ORACLES, slots=1, rows=2)
    job = MultitaskJob([TaskGroup(tasks[:2], 1.0, 0.3)], tasks[2:], config)
    assert {text.split()[0] for text in inputs(job.draw(2))} == {"alpha", "beta"}
    assert {text.split()[0] for text in inputs(job.held_rows)} == {"gamma"}
    library = Library.create(tmp_path / "library", SHAPE)
    trainer(config).run([job], library, quiet)
    assert list(library.entries) == [MULTITASK]


def test_every_validation_task_stops_a_multitask_lora_however_few_rows_a_step_has(tasks, tmp_path):
    config = replace(ORACLES, slots=1, rows=2)
    job = MultitaskJob([TaskGroup(tasks[:2], 1.0, 0.3)], tasks, config)
    assert [{text.split()[0] for text in inputs([row])} for row in job.held_rows] == [
        {"alpha"}, {"beta"}, {"gamma"},
    ]  # fmt: skip
    library = Library.create(tmp_path / "library", SHAPE)
    trainer(config).run([job], library, quiet)
    assert library.entries[MULTITASK]["held_out_loss"] > 0


def test_an_instructed_lora_reads_the_description_in_the_prompt(tasks, tmp_path):
    config = replace(ORACLES, slots=1, rows=2, row_length=160)
    tokenizer = byte_tokenizer()
    job = MultitaskJob([TaskGroup(tasks[:2], 1.0, 0.3)], tasks[2:], config, tokenizer)
    for row in [*job.draw(2), *job.held_rows]:
        assert row and row_size(row) <= 160
        for example in row:
            asked = tokenizer.decode(example.tokens[: example.prompt_length])
            task = next(t.task for t in tasks if t.task.name in asked)
            matching = [
                CHATML.prompt(one["input"], description)
                for one in task.train_examples
                for description in task.train_descriptions
            ]
            whole = [tokenizer.encode(text) for text in matching]
            assert list(example.tokens[: example.prompt_length]) in whole
            system = tokenizer.encode(CHATML.system_message(task.train_descriptions[0]))
            assert example.shared_length > min(len(system), 20)
    library = Library.create(tmp_path / "library", SHAPE)
    trainer(config).run([job], library, quiet)
    assert list(library.entries) == [INSTRUCTED]


def test_an_instructed_lora_also_reads_variations_of_the_tasks(tasks):
    tokenizer = byte_tokenizer()
    config = replace(ORACLES, slots=1, rows=2, row_length=160)
    varied = tasks[2].examples[:1]
    groups = [TaskGroup(tasks[:2], 1.0, 0.3, variation_share=0.5)]
    job = MultitaskJob(groups, tasks, config, tokenizer, lambda task, random: ("do not", varied))
    system = tokenizer.encode(CHATML.system_message("do not"))
    rows = [row for _ in range(20) for row in job.draw(2)]
    read = [row for row in rows if list(row[0].tokens[: len(system)]) == system]
    assert 0.25 < len(read) / len(rows) < 0.75
    texts = [tokenizer.decode(list(example.tokens)) for row in read for example in row]
    assert all("gamma" in text for text in texts)


def test_an_instructed_lora_also_reads_examples_where_they_leave_room(tasks):
    tokenizer = byte_tokenizer()
    shown = ShownExamples(tokenizer, 1.0)

    def drawn(length: int) -> list[list[EncodedExample]]:
        config = replace(ORACLES, slots=1, rows=2, row_length=length)
        job = MultitaskJob([TaskGroup(tasks, 1.0, 0.3)], tasks, config, tokenizer, shown=shown)
        rows = [row for _ in range(20) for row in job.draw(2)]
        assert all(row and row_size(row) <= length for row in rows)
        return rows

    def turns(row: list[EncodedExample]) -> int:
        text = tokenizer.decode(list(row[0].tokens[: row[0].prompt_length]))
        return text.count("user\n") - 1

    assert max(turns(row) for row in drawn(300)) > 3
    assert {turns(row) for row in drawn(50)} == {0}


def test_too_few_examples_are_left_out_by_name(tmp_path, capsys):
    single = json.loads(write_task(tmp_path, "single").read_text())["examples"][:2]
    read = read_task(write_task(tmp_path, "single", examples=single))
    prepared = TrainingTask.prepare(byte_tokenizer(), [read], 96)
    with pytest.raises(DataError, match="single"):
        TaskJob(prepared[0], ORACLES)
    assert task_jobs(prepared, ORACLES) == []
    assert "left out: single" in capsys.readouterr().out


def test_a_loss_that_is_not_finite_names_the_task_and_keeps_the_library(tasks, tmp_path):
    library = Library.create(tmp_path / "library", SHAPE)
    trainer().run(task_jobs(tasks[:1], ORACLES), library, quiet)
    broken = trainer()
    broken.base.embedding[:] = float("nan")
    with pytest.raises(NonFiniteOracle, match="beta"):
        broken.run(task_jobs(tasks, ORACLES), library, quiet)
    assert list(Library.open(tmp_path / "library").entries) == ["alpha"]


def test_tasks_are_chosen_alike_whatever_their_order(tasks):
    chosen = choose([t.task for t in tasks], 2)
    assert chosen == choose([t.task for t in reversed(tasks)], 2)


def test_rows_are_filled_in_order_and_from_the_start_again(tasks):
    rows = fill_in_order(tasks[0].examples[:3], 2, 96)
    assert all(0 < row_size(row) <= 96 for row in rows)
    order = [example for row in rows for example in row]
    assert order[3] is order[0]
