"""A base model is one record; what prompts, what is packed and what is exported follow it."""

import json
from dataclasses import replace
from math import prod

import pytest

from training.base.gguf import GgufFile
from training.base.model import BaseModel
from training.base.record import BASE_MODELS, DEFAULT, base_model_record
from training.base.template import ChatTemplate, prompt_text
from training.base.tokenizer import ChatTokenizer
from training.data.packing import behind_description, encode_examples
from training.hypernetworks.manifest import export
from training.machine.paths import REPOSITORY
from training.tests.tiny import byte_tokenizer, tiny_hypernetwork

OTHER = ChatTemplate(
    message="[USER]{input}[BOT]",
    system="[TASK]{description}[/TASK]",
    end="<|im_end|>",
    turn_end=" ",
)


def needs_file(record):
    reason = f"{record.label} was not fetched; npm start does"
    return pytest.param(
        record, id=record.id, marks=pytest.mark.skipif(not record.file.exists(), reason=reason)
    )


@pytest.mark.parametrize("record", [needs_file(record) for record in BASE_MODELS])
def test_a_record_says_what_its_file_holds(record):
    tensors = GgufFile(record.file).tensors
    # A head of its own is the embedding in other bits, as all files here have it.
    shapes = [tensor.shape for name, tensor in tensors.items() if name != "output.weight"]
    assert record.parameters == sum(prod(shape) for shape in shapes)


@pytest.mark.skipif(not DEFAULT.file.exists(), reason="SmolLM2 was not fetched; npm start does")
def test_a_base_model_counts_its_numbers():
    base = BaseModel.load(DEFAULT.file)
    assert base.parameters == DEFAULT.parameters
    own_head = base.embedding[:7]
    assert replace(base, own_head=own_head).parameters == DEFAULT.parameters + own_head.numel()


@pytest.mark.parametrize("record", BASE_MODELS, ids=lambda record: record.id)
def test_the_page_knows_the_same_model(record):
    page = (REPOSITORY / "src" / "shared" / "models.ts").read_text(encoding="utf-8")
    for value in (record.id, record.label, record.licence, record.file_name):
        assert json.dumps(value) in page


def test_an_unknown_base_model_is_named():
    assert base_model_record(DEFAULT.id) is DEFAULT
    with pytest.raises(ValueError, match="'llama-7b'; choose one of smollm2"):
        base_model_record("llama-7b")


def test_another_template_is_what_prompts_and_examples_are_written_in():
    tokenizer = ChatTokenizer(byte_tokenizer().tokenizer, OTHER)
    shots = [{"input": "1", "output": "2"}]
    assert (
        prompt_text(OTHER.prompt("hi", "do it", shots))
        == "[TASK]do it[/TASK][USER]1[BOT]2<|im_end|> [USER]hi[BOT]"
    )
    assert [tokenizer.decode(ids) for ids in tokenizer.template_tokens()] == ["[USER]", "[BOT]"]
    examples = encode_examples(tokenizer, [{"input": "3", "output": "4"}], 96)
    (behind,) = behind_description(tokenizer, "do it", examples)
    text = tokenizer.decode(behind.tokens.tolist(), skip_special_tokens=False)
    assert text == "[TASK]do it[/TASK][USER]3[BOT]4<|im_end|>"
    assert tokenizer.decode(behind.tokens[behind.prompt_length :].tolist()) == "4"


def test_a_manifest_names_the_base_model_it_was_exported_for(tmp_path):
    (tmp_path / "base.gguf").write_bytes(b"x")
    (tmp_path / "model.safetensors").write_bytes(b"y")
    record = replace(DEFAULT, id="tiny-chat", template=OTHER)
    folder, stages = tmp_path / "exported", [{"training": "sft"}]
    base_file = tmp_path / "base.gguf"
    export(tiny_hypernetwork("L"), folder, stages, None, base_file, tmp_path, record)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["base"]["id"] == "tiny-chat" and manifest["template"] == OTHER.message
