"""The downloaded adapter gives the page's logits in PEFT, on the base model the page runs."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

from training.base.hugging_face import export_base
from training.machine.paths import REPOSITORY

STRENGTH = 0.5


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's download, unpacked into adapter/, beside its prompts and logits."""
    folder = tmp_path_factory.mktemp("page")
    command = ["node", "--import", "tsx", "--import", "./scripts/nodeRuntime.mjs"]
    command += ["scripts/writeAdapter.ts", "--out", str(folder), "--strength", str(STRENGTH)]
    command += ["--description", "Return only the first letter of each word"]
    subprocess.run(command, cwd=REPOSITORY, check=True, timeout=300)
    with zipfile.ZipFile(folder / "adapter.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder / "adapter")
    return folder


@torch.no_grad()
def next_token_logits(model: torch.nn.Module, prompts: list[list[int]]) -> torch.Tensor:
    """[prompts, vocabulary], each prompt by itself."""
    rows = [model(input_ids=torch.tensor([ids])).logits[0, -1] for ids in prompts]
    return torch.stack(rows)


@pytest.fixture(scope="module")
def base_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    export_base(folder)
    return folder


def test_peft_and_the_page_agree(page: Path, base_folder: Path) -> None:
    base = AutoModelForCausalLM.from_pretrained(base_folder, dtype=torch.float32).eval()
    prompts = json.loads((page / "page.json").read_text())["prompts"]
    expected = load_file(page / "logits.safetensors")

    base_logits = next_token_logits(base, prompts)
    torch.testing.assert_close(base_logits, expected["base"], atol=1e-3, rtol=0)

    model = PeftModel.from_pretrained(base, page / "adapter").eval()
    adapted = next_token_logits(model, prompts)
    torch.testing.assert_close(adapted, expected["adapted"], atol=1e-3, rtol=0)
    assert (adapted - base_logits).abs().max() > 0.1, "the adapter does nothing"

    config = json.loads((page / "adapter" / "adapter_config.json").read_text())
    # Plain LoRA with the scaling of the hypernetwork's rsLoRA: converters know no other.
    assert not model.peft_config["default"].use_rslora
    assert config["lora_alpha"] == pytest.approx(16 * STRENGTH * config["r"] ** 0.5)


def test_the_readme_snippet_runs_and_answers(
    page: Path,
    base_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As printed, but for the base model, which is read from a folder instead of the hub."""
    readme = (page / "adapter" / "README.md").read_text(encoding="utf-8")
    snippet = readme.split("```python\n")[1].split("```")[0]
    local = snippet.replace('"HuggingFaceTB/SmolLM2-135M-Instruct"', repr(str(base_folder)))
    assert local != snippet
    monkeypatch.chdir(page / "adapter")
    exec(compile(local, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()
