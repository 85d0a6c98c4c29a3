import pytest

from training.base.template import CHATML
from training.data.packing import behind_description, encode_examples, turns_of
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.data.shown import MOST_TURN_TOKENS, UNDESCRIBED_SHARE, ShownExamples
from training.tests.tiny import byte_tokenizer, training_tasks

LENGTH = 96
TOKENIZER = byte_tokenizer()
EXAMPLES = [{"input": f"say {i}", "output": f"no {i}"} for i in range(4)]


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path, ("alpha", "beta", "gamma"))


def drawn(tasks: list[TrainingTask], share: float, **options):
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], seed=0, **options)
    shown = ShownExamples(TOKENIZER, share)
    return [row for _ in range(100) for row in shown.draw(sampler, 2, LENGTH)]


def test_turns_are_those_of_a_chat_with_the_examples_in_it():
    encoded = encode_examples(TOKENIZER, EXAMPLES, 200)
    (behind,) = behind_description(
        TOKENIZER, "Say it", encoded[3:], turns_of(TOKENIZER, encoded[:3])
    )
    chat = CHATML.prompt("say 3", "Say it", EXAMPLES[:3])
    assert behind.tokens[: behind.prompt_length].tolist() == TOKENIZER.encode(chat)


def test_turns_end_before_the_first_that_has_no_room():
    encoded = encode_examples(TOKENIZER, EXAMPLES, 200)
    two = turns_of(TOKENIZER, encoded[:2])
    assert turns_of(TOKENIZER, encoded, len(two)) == two
    assert turns_of(TOKENIZER, encoded, len(two) - 1) == turns_of(TOKENIZER, encoded[:1])


def test_what_is_shown_is_of_the_row_s_task_and_not_asked_in_it(tasks):
    rows = drawn(tasks, 1.0)
    for row in rows:
        asked = [TOKENIZER.decode(example.tokens.tolist()) for example in row.examples]
        name = asked[0].split("\n")[1].split()[0]
        turns = TOKENIZER.decode(row.turns)
        assert name in turns and len(row.turns) <= MOST_TURN_TOKENS
        assert not any(text in turns for text in asked)
    undescribed = [row.description == row.rewording == "" for row in rows]
    assert 0 < sum(undescribed) / len(rows) < 3 * UNDESCRIBED_SHARE


def test_the_rest_of_the_rows_has_its_description_alone(tasks):
    rows = drawn(tasks, 0.5)
    shown = [row for row in rows if row.turns]
    assert 0.35 < len(shown) / len(rows) < 0.65
    assert all(row.description for row in rows if not row.turns)


def test_a_crossed_row_is_shown_what_belongs_to_its_description(tasks):
    for row in drawn(tasks, 1.0, crossed_share=1.0):
        asked = TOKENIZER.decode(row.examples[0].tokens.tolist())
        name = asked.split("\n")[1].split()[0]
        assert row.is_crossed and name not in TOKENIZER.decode(row.turns)
