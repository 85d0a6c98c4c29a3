import torch

from training.hypernetworks.latent import TokenStates
from training.hypernetworks.latent_reader import FrozenReader
from training.regression.kept_reader import KeptReader
from training.tests.tiny import tiny_hypernetwork
from training.tests.vectors import RandomReader


def test_kept_sentence_vectors_are_read_once():
    class Counting(RandomReader):
        calls = 0

        def read(self, descriptions):
            Counting.calls += len(descriptions)
            return super().read(descriptions)

    kept = KeptReader(Counting(6))
    texts = ["a", "b", "a"]
    assert torch.equal(kept.read(texts), RandomReader(6).read(texts))
    assert torch.equal(kept.read(["b"]), RandomReader(6).read(["b"]))
    assert Counting.calls == 2


def test_kept_token_states_write_the_same_adapter():
    class Encoder:
        def encode_tokens(self, descriptions):
            longest = max(map(len, descriptions))
            mask = torch.zeros(len(descriptions), longest)
            hidden = torch.zeros(*mask.shape, 5)
            for row, text in enumerate(descriptions):
                generator = torch.Generator().manual_seed(len(text))
                hidden[row, : len(text)] = torch.randn(len(text), 5, generator=generator)
                mask[row, : len(text)] = 1
            return hidden, mask

    reader = FrozenReader("tokens", Encoder())
    hypernetwork = tiny_hypernetwork("S", token_sizes={"tokens": 5}).eval()
    texts = ["ab", "abcdef", "abc"]
    kept = KeptReader(reader).read(texts)
    assert isinstance(kept["tokens"], TokenStates)
    ours, theirs = hypernetwork(kept), hypernetwork(reader.read(texts))
    for module, pair in theirs.items():
        assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(ours[module], pair))
