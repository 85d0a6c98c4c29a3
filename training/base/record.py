"""Base models that hypernetworks are trained for: one record holds all that differs between them.

The page has a record with the same id in src/shared/models.ts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.machine.paths import MODELS

from .template import CHATML, ChatTemplate


@dataclass(frozen=True)
class BaseModelRecord:
    id: str  # folder of its files below public/models
    label: str
    hub_id: str  # name on the Hugging Face hub, where its weights are from
    parameters: int
    licence: str
    file_name: str
    template: ChatTemplate

    @property
    def file(self) -> Path:
        """The GGUF as the page's set-up fetches it."""
        return MODELS / self.id / self.file_name


BASE_MODELS = (
    BaseModelRecord(
        id="smollm2-135m-instruct-q4_1",
        label="SmolLM2-135M",
        hub_id="HuggingFaceTB/SmolLM2-135M-Instruct",
        parameters=134_515_008,
        licence="Apache-2.0",
        file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
        template=CHATML,
    ),
    BaseModelRecord(
        id="qwen2.5-coder-0.5b-instruct-q4_k_m",
        label="Qwen2.5-Coder-0.5B",
        hub_id="Qwen/Qwen2.5-Coder-0.5B-Instruct",
        parameters=494_032_768,
        licence="Apache-2.0",
        file_name="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        template=CHATML,
    ),
)
DEFAULT = BASE_MODELS[0]


def base_model_record(id: str) -> BaseModelRecord:
    for record in BASE_MODELS:
        if record.id == id:
            return record
    known = ", ".join(record.id for record in BASE_MODELS)
    raise ValueError(f"Unknown base model {id!r}; choose one of {known}.")
