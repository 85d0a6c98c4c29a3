import pytest
import torch
import torch.nn.functional as F

from training.adapters.library import Library, LibraryError, LoraShape
from training.adapters.lora import pack
from training.base.answer_loss import AnswerLoss, answer_loss
from training.base.answer_states import AnswerStates
from training.base.layer import rms_norm
from training.base.template import CHATML
from training.data.packing import pack_rows, row_size
from training.data.sampling import Row, TaskGroup, TaskSampler, TrainingTask
from training.sft.config import TrainConfig
from training.sft.context_distillation import Teacher, unexplained
from training.sft.recall import QUESTION, Recall
from training.sft.trainer import Trainer
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, training_tasks
from training.tests.vectors import RandomReader


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path / "tasks", ("alpha", "beta", "gamma"))


@pytest.fixture
def library(tmp_path) -> Library:
    """With an instructed LoRA of rank 2."""
    torch.manual_seed(3)
    shape = LoraShape.for_base(CONFIG, ["q_proj", "down_proj"], rank=2, alpha=6.0)
    library = Library.create(tmp_path / "library", shape)
    library.add(
        "instructed",
        {
            module: tuple(0.5 * torch.randn(shape.tensors[f"{half}.{module}"]) for half in "AB")
            for module in shape.modules
        },
        {},
    )
    return library


def test_learning_a_mixture_equals_cross_entropy_with_it_and_its_gradient():
    torch.manual_seed(0)
    count = 2 * AnswerLoss.CHUNK + 50
    head, taught = torch.randn(50, 8), torch.randn(count, 8)
    targets, weights, share = torch.randint(50, (count,)), torch.rand(count), torch.rand(count)
    ours = torch.randn(count, 8, requires_grad=True)
    reference = ours.detach().clone().requires_grad_()
    total, losses = answer_loss(ours, head, targets, weights, taught, share)
    total.backward()
    mixture = share[:, None] * (taught @ head.T).softmax(-1)
    mixture += (1 - share)[:, None] * F.one_hot(targets, 50)
    expected = F.cross_entropy(reference @ head.T, mixture, reduction="none")
    (expected * weights).sum().backward()
    torch.testing.assert_close(losses, expected.detach(), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(total, (expected * weights).sum(), atol=1e-2, rtol=1e-4)
    torch.testing.assert_close(ours.grad, reference.grad, atol=1e-5, rtol=1e-4)


def test_a_lesson_is_what_the_instructed_lora_says_behind_another_wording(tasks, library):
    base, tokenizer = tiny_base(), byte_tokenizer()
    teacher = Teacher(base, tokenizer, library, share=0.3)
    rows = [
        Row("read by the student", "say it twice", tasks[0].examples[:2]),
        Row("", "a longer description of nothing", tasks[1].examples[:1], is_crossed=True),
    ]
    batch = pack_rows([row.examples for row in rows], 96)
    lesson = teacher.lesson(rows, batch, teacher.instructed(rows))
    assert len(lesson.states.final) == len(batch.targets)
    crossed = batch.row_of_example[batch.example] == 1
    torch.testing.assert_close(lesson.share, torch.where(crossed, 1.0, 0.3))
    lora = pack(library.stack(["instructed"]), CONFIG, library.shape.scaling)
    for number, text, example in (
        (1, rows[0].rewording, tasks[0].task.train_examples[1]),
        (2, rows[1].rewording, tasks[1].task.train_examples[0]),
    ):
        ids = tokenizer.encode(CHATML.system_message(text) + CHATML.prompt(example["input"]))
        tokens = torch.tensor([ids])
        mask = torch.full((1, len(ids), len(ids)), -1e9).triu(1)
        expected = base.hidden_states(tokens, torch.arange(len(ids))[None], mask, lora)[0, -1]
        first = int((batch.example == number).nonzero()[0])
        torch.testing.assert_close(lesson.states.final[first], expected, atol=1e-3, rtol=1e-3)
        assert len(lesson.states.layers) == CONFIG.layers
        last = rms_norm(lesson.states.layers[-1], base.final_norm, CONFIG.epsilon)
        torch.testing.assert_close(last[first], expected, atol=1e-3, rtol=1e-3)


def test_what_is_unexplained_is_nothing_at_the_teacher_and_all_at_its_mean():
    torch.manual_seed(1)
    weights = torch.rand(40)
    taught = [5 + torch.randn(40, 6), 100 * torch.randn(40, 6)]
    means = [(weights[:, None] * t).sum(0).expand(40, -1) / weights.sum() for t in taught]
    half = [(mean + t) / 2 for mean, t in zip(means, taught)]
    expected = [(taught, 0.0), (means, 1.0), (half, 0.25)]
    for ours, left in expected:
        states = [AnswerStates(layers[-1], layers) for layers in (ours, taught)]
        torch.testing.assert_close(unexplained(*states, weights), torch.tensor(left))


def test_a_share_of_the_rows_gets_the_description_of_another(tasks):
    groups = [TaskGroup(tasks, 1.0, 0.0)]
    sampler = TaskSampler(groups, seed=0, crossed_share=0.5)
    rows = [row for _ in range(40) for row in sampler.draw(3, 96)]
    assert 0.3 < sum(row.is_crossed for row in rows) / len(rows) < 0.7
    tokenizer = byte_tokenizer()
    for row in rows:
        text = tokenizer.decode(row.examples[0].tokens.tolist())
        own = next(task for task in tasks if task.task.name in text)
        assert (row.description in own.task.train_descriptions) is not row.is_crossed
    assert not any(row.is_crossed for row in TaskSampler(groups, seed=0).draw(3, 96))


def test_recall_asks_for_descriptions_and_inputs_that_fit(tasks):
    tokenizer = byte_tokenizer()
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.0)], seed=0)
    rows = Recall(tokenizer, sampler, 90).draw(15)
    assert len(rows) == 60
    descriptions = {text for task in tasks for text in task.task.train_descriptions}
    inputs = {e["input"] for task in tasks for e in task.task.train_examples}
    seen = {row.description for row in rows}
    assert seen & descriptions and seen & inputs and seen <= descriptions | inputs
    for row in rows:
        (item,) = row.examples
        assert tokenizer.decode(item.tokens[item.prompt_length :].tolist()) == row.description
        assert QUESTION in tokenizer.decode(item.tokens.tolist())
        assert row_size(row.examples) <= 90
    assert Recall(tokenizer, sampler, 60).row("x" * 80) is None
    with pytest.raises(ValueError, match="fits into the 9 tokens"):
        Recall(tokenizer, sampler, 9).draw(4)


def test_steps_that_recall_lower_its_loss_alone(tasks):
    base, tokenizer = tiny_base(), byte_tokenizer()
    config = TrainConfig(
        rank=3, latent_size=16, head_input_size=12, tasks_per_step=2, row_length=96,
        warm_up_steps=2, steps=90, minutes=1e9, learning_rate=3e-3, encoding="sentence",
        recall_share=0.9,
    )  # fmt: skip
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], config.seed)
    trained = Trainer(
        config, base, RandomReader(384), sampler, False, recall=Recall(tokenizer, sampler, 96)
    )
    records = [trained.step() for _ in range(60)]
    recalled = [record["recall"] for record in records if "recall" in record]
    assert 40 < len(recalled) < 60 and len(recalled) + sum("train" in r for r in records) == 60
    assert sum(recalled[-5:]) < 0.9 * sum(recalled[:5])
    assert trained.validate(tasks).keys() >= {"own", "recalled"}


@pytest.mark.parametrize("states_weight", [0.0, 1.0])
def test_a_hypernetwork_comes_to_say_what_its_teacher_does(tasks, library, states_weight):
    base = tiny_base()
    config = TrainConfig(
        rank=3, latent_size=16, head_input_size=12, tasks_per_step=2, row_length=96,
        warm_up_steps=2, steps=50, minutes=1e9, learning_rate=3e-3, encoding="sentence",
        taught_share=1.0, states_weight=states_weight,
    )  # fmt: skip
    teacher = Teacher(base, byte_tokenizer(), library, config.taught_share)
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], config.seed)
    trained = Trainer(config, base, RandomReader(384), sampler, compiled=False, teacher=teacher)
    losses = [trained.step()["train"] for _ in range(40)]
    assert sum(losses[-5:]) < 0.95 * sum(losses[:5])


def test_a_library_without_an_instructed_lora_cannot_teach(tmp_path):
    shape = LoraShape.for_base(CONFIG, ["q_proj"], rank=2, alpha=6.0)
    empty = Library.create(tmp_path / "empty", shape)
    with pytest.raises(LibraryError, match="instructed"):
        Teacher(tiny_base(), byte_tokenizer(), empty, 0.5)
