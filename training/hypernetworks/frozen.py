"""Models that training and measuring leave as they are."""

from __future__ import annotations

from functools import cached_property

import torch

from training.base.gguf import GgufFile
from training.base.model import BaseModel
from training.base.record import base_model_record
from training.base.tokenizer import ChatTokenizer, base_tokenizer
from training.machine import precision
from training.machine.device import threads_of_process, use_cuda_if_any

from .encoder import DescriptionEncoder


class FrozenModels:
    """The base model, its tokenizer and the encoder, each loaded when it is first asked for."""

    def __init__(self, options: dict, processes: int = 1):
        """`options` as parsed; `processes` of data parallel training share the threads."""
        self.record = base_model_record(options["base_id"])
        self.base_file = options["base_model"] or self.record.file
        self.encoder_folder = options["encoder"]
        self.precision = options["precision"]
        use_cuda_if_any()
        torch.set_num_threads(threads_of_process(processes, options["threads"]))

    @cached_property
    def dtype(self) -> torch.dtype:
        return precision.chosen(self.precision)

    @cached_property
    def base(self) -> BaseModel:
        return BaseModel.load(self.base_file, self.dtype)

    def facts(self) -> dict[str, str]:
        """Base model and number format, for results that depend on them."""
        return {"base": self.record.id, "precision": str(self.dtype).removeprefix("torch.")}

    @cached_property
    def tokenizer(self) -> ChatTokenizer:
        tokenizer = base_tokenizer(GgufFile(self.base_file).metadata)
        return ChatTokenizer(tokenizer, self.record.template)

    def description_encoder(self, dtype: torch.dtype = torch.float32) -> DescriptionEncoder:
        return DescriptionEncoder(self.encoder_folder, dtype)
