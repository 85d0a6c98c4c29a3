import numpy as np
import torch
import torch.nn.functional as F

from training.adapters.lora import pack
from training.base.answer_loss import AnswerLoss, answer_loss
from training.base.generate import generate_greedy
from training.data.packing import EncodedExample, pack_rows
from training.tests.tiny import CONFIG, tiny_base, tiny_hypernetwork


def examples(seed: int, sizes: list[tuple[int, int]]) -> list[EncodedExample]:
    generator = torch.Generator().manual_seed(seed)
    return [
        EncodedExample(
            torch.randint(CONFIG.vocabulary, (prompt + answer,), generator=generator).int().numpy(),
            prompt,
        )
        for prompt, answer in sizes
    ]


def sharing(row: list[EncodedExample], count: int) -> list[EncodedExample]:
    """The same with one beginning of `count` tokens."""
    beginning = row[0].tokens[:count]
    return [
        EncodedExample(np.append(beginning, item.tokens[count:]), item.prompt_length, count)
        for item in row
    ]


def batch_loss(base, hypernetwork, rows, vectors, length):
    batch = pack_rows(rows, length)
    lora = pack(hypernetwork(vectors), CONFIG, hypernetwork.config.scaling)
    hidden = base.hidden_states(batch.tokens, batch.positions, batch.mask, lora)
    answers = hidden.reshape(-1, CONFIG.size)[batch.answer_index]
    return answer_loss(answers, base.embedding, batch.targets, batch.weights)[0]


def test_packed_gradients_equal_one_example_at_a_time():
    base, hypernetwork = tiny_base(), tiny_hypernetwork("L")
    rows = [
        sharing(examples(1, [(3, 2), (4, 1), (2, 3)]), 2),
        sharing(examples(2, [(5, 2), (2, 2)]), 1),
    ]
    vectors = torch.randn(2, 6)
    packed = batch_loss(base, hypernetwork, rows, vectors, 16)
    packed.backward()
    gradients = [p.grad.clone() for p in hypernetwork.parameters()]
    hypernetwork.zero_grad()
    count = sum(len(row) for row in rows)
    single = sum(
        batch_loss(base, hypernetwork, [[example]], vectors[row : row + 1], len(example.tokens))
        for row, row_examples in enumerate(rows)
        for example in row_examples
    )
    (single / count).backward()
    assert torch.allclose(packed, single / count, atol=1e-5)
    for packed_gradient, parameter in zip(gradients, hypernetwork.parameters()):
        assert (packed_gradient - parameter.grad).norm() < 1e-3 * parameter.grad.norm()


def test_packed_gradients_equal_padded_ones():
    base, hypernetwork = tiny_base(), tiny_hypernetwork("M")
    rows = [examples(1, [(3, 2), (4, 1), (2, 3)]), examples(2, [(5, 2), (2, 2)])]
    vectors = torch.randn(2, 6)
    batch_loss(base, hypernetwork, rows, vectors, 15).backward()
    packed = [parameter.grad.clone() for parameter in hypernetwork.parameters()]
    hypernetwork.zero_grad()
    alone = [[example] for row in rows for example in row]
    batch_loss(base, hypernetwork, alone, vectors[[0, 0, 0, 1, 1]], 16).backward()
    for gradient, parameter in zip(packed, hypernetwork.parameters()):
        assert torch.allclose(gradient, parameter.grad, rtol=1e-3, atol=1e-4)


def test_answer_loss_equals_cross_entropy_and_its_gradient():
    torch.manual_seed(0)
    head = torch.randn(50, 8)
    targets, weights = torch.randint(50, (600,)), torch.rand(600)
    assert len(targets) > 2 * AnswerLoss.CHUNK
    ours = torch.randn(600, 8, requires_grad=True)
    reference = ours.detach().clone().requires_grad_()
    total, losses = answer_loss(ours, head, targets, weights)
    total.backward()
    expected = F.cross_entropy(reference @ head.T, targets, reduction="none")
    (expected * weights).sum().backward()
    assert torch.allclose(losses, expected.detach(), atol=1e-4)
    assert torch.allclose(total, (expected * weights).sum(), atol=1e-2)
    assert torch.allclose(ours.grad, reference.grad, atol=1e-5)


def test_generation_with_a_cache_equals_recomputing_every_step():
    base, hypernetwork = tiny_base(), tiny_hypernetwork("L")
    prompts = [[5, 6, 7, 8], [9, 10]]
    lora = pack(hypernetwork(torch.randn(2, 6)), CONFIG, 2.0)
    answers = generate_greedy(base, prompts, lora, stop_tokens={-1}, max_new_tokens=5)
    for row, tokens in enumerate(prompts):
        own = {group: (A[:, row : row + 1], B[:, row : row + 1]) for group, (A, B) in lora.items()}
        sequence = list(tokens)
        for _ in range(5):
            length = len(sequence)
            mask = torch.full((length, length), -1e9).triu(1)[None]
            hidden = base.hidden_states(
                torch.tensor([sequence]), torch.arange(length)[None], mask, own
            )
            sequence.append(int((base.embedding @ hidden[0, -1]).argmax()))
        assert answers[row] == sequence[len(tokens) :]


def test_rows_do_not_see_each_other():
    base = tiny_base()
    alone = pack_rows([examples(3, [(4, 2)])], 8)
    together = pack_rows([examples(3, [(4, 2)]) + examples(4, [(1, 1)])], 8)
    first = base.hidden_states(alone.tokens, alone.positions, alone.mask)[0, :5]
    second = base.hidden_states(together.tokens, together.positions, together.mask)[0, :5]
    assert torch.allclose(first, second, atol=1e-5)
