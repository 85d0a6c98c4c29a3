from dataclasses import replace

import pytest
import torch

from training.adapters.lora import Adapter, pack
from training.base.answer_loss import answer_loss
from training.base.answer_states import answer_states
from training.data.packing import EncodedExample, pack_rows, pack_tasks_in_rows
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.oracles.lesson import Lesson, default_settings
from training.sft.config import TrainConfig
from training.sft.meta_learning import FEWEST, MOST, draw_episodes, taught_adapter
from training.sft.trainer import Trainer
from training.tests.tiny import CONFIG as CONFIG_OF_BASE
from training.tests.tiny import tiny_base, training_tasks
from training.tests.vectors import RandomReader

LENGTH = 96
CONFIG = TrainConfig(
    encoding="sentence", rank=3, latent_size=16, head_input_size=12, tasks_per_step=2,
    row_length=LENGTH, warm_up_steps=2, steps=60, minutes=1e9, learning_rate=1e-3,
    lesson_share=1.0,
)  # fmt: skip


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path, ("alpha", "beta", "gamma"))


def sampler(tasks: list[TrainingTask], **options) -> TaskSampler:
    return TaskSampler([TaskGroup(tasks, 1.0, 0.3)], seed=0, **options)


def trainer(tasks: list[TrainingTask], **changes) -> Trainer:
    config = replace(CONFIG, **changes)
    return Trainer(config, tiny_base(), RandomReader(384), sampler(tasks), compiled=False)


def texts(examples: list[EncodedExample]) -> set[bytes]:
    return {example.tokens.tobytes() for example in examples}


def random_adapter(tasks: int) -> Adapter:
    """LoRAs of down_proj, and of q_proj, k_proj and v_proj, which share an A as T2L-G's do."""
    torch.manual_seed(3)
    layers, rank = CONFIG_OF_BASE.layers, 2

    def half(size: int) -> torch.Tensor:
        return (0.1 * torch.randn(tasks, layers, rank, size)).requires_grad_()

    shared = half(CONFIG_OF_BASE.size)
    adapter = {
        module: (shared, half(CONFIG_OF_BASE.module_sizes(module)[1]))
        for module in ("q_proj", "k_proj", "v_proj")
    }
    size_in, size_out = CONFIG_OF_BASE.module_sizes("down_proj")
    return adapter | {"down_proj": (half(size_in), half(size_out))}


def test_what_is_answered_was_not_taught_and_belongs_to_the_same_task(tasks):
    source, counts = sampler(tasks, crossed_share=1.0), set()
    for _ in range(60):
        for row in draw_episodes(source, 2, LENGTH):
            described = [t for t in tasks if row.description in t.task.train_descriptions]
            assert row.examples and not texts(row.examples) & texts(row.taught)
            used = texts(row.examples + row.taught)
            assert any(used <= texts(task.examples) for task in described)
            counts.add(len(row.taught))
    assert min(counts) == FEWEST and max(counts) <= MOST and len(counts) > 2


def test_a_task_of_one_example_is_taught_nothing_and_keeps_its_adapter(tasks):
    alone = [TrainingTask(tasks[0].task, tasks[0].examples[:1])]
    rows = draw_episodes(sampler(alone), 1, LENGTH)
    assert rows[0].taught == [] and len(rows[0].examples) == 1
    adapter = random_adapter(1)
    assert taught_adapter(tiny_base(), adapter, 2.0, rows, LENGTH) is adapter


def test_the_adapter_is_where_the_pages_lesson_takes_it_and_hands_its_gradient_to_the_start(tasks):
    base, rows, scaling = tiny_base(), draw_episodes(sampler(tasks), 2, LENGTH), 2.0
    adapter = random_adapter(2)
    taught = taught_adapter(base, adapter, scaling, rows, LENGTH)
    count = max(len(row.taught) for row in rows)
    settings = default_settings(base.parameters, count)
    lesson = Lesson(base, adapter, scaling, settings)
    batch = pack_tasks_in_rows([row.taught for row in rows], LENGTH)
    for _ in range(settings.steps):
        lesson.step(batch)
    assert taught["q_proj"][0] is taught["v_proj"][0]
    asked = pack_rows([row.examples for row in rows], LENGTH)

    def loss(of: Adapter) -> torch.Tensor:
        lora = pack(of, base.config, scaling)
        states = answer_states(base, asked, lora).final
        return answer_loss(states, base.head, asked.targets, asked.weights)[0]

    loss(taught).backward()
    lesson.optimizer.zero_grad(set_to_none=True)
    loss(lesson.adapter).backward()
    for module, halves in adapter.items():
        for start, end, there in zip(halves, taught[module], lesson.adapter[module]):
            torch.testing.assert_close(end, there)
            assert not torch.equal(end, start)
            torch.testing.assert_close(start.grad, there.grad)


def test_training_makes_adapters_that_answer_better_after_a_lesson(tasks):
    trained = trainer(tasks)
    losses = [trained.step()["taught"] for _ in range(40)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])


def test_lessons_take_their_share_of_the_steps(tasks):
    trained = trainer(tasks, lesson_share=0.5)
    names = [next(iter(trained.step())) for _ in range(20)]
    assert {*names} == {"taught", "train"} and 4 < names.count("taught") < 16
