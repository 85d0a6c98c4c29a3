"""The models that training and measuring leave as they are."""

from __future__ import annotations

from functools import cached_property

import torch
from tokenizers import Tokenizer

from training.base.gguf import GgufFile
from training.base.model import BaseModel
from training.base.tokenizer import base_tokenizer
from training.machine import precision
from training.machine.device import threads_of_process, use_cuda_if_any

from .encoder import DescriptionEncoder
from .gist import ENCODING as GIST
from .readers import FrozenReader, GistReader


class FrozenModels:
    """Loads each model when it is first asked for."""

    def __init__(self, options: dict, processes: int = 1):
        """`options` as parsed; `processes` of data parallel training share the threads."""
        self.base_model, self.encoder = options["base_model"], options["encoder"]
        self.precision = options["precision"]
        use_cuda_if_any()
        torch.set_num_threads(threads_of_process(processes, options["threads"]))

    @cached_property
    def dtype(self) -> torch.dtype:
        return precision.chosen(self.precision)

    @cached_property
    def base(self) -> BaseModel:
        return BaseModel.load(self.base_model, self.dtype)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return base_tokenizer(GgufFile(self.base_model).metadata)

    def reader(
        self, encoding: str, dtype: torch.dtype = torch.float32
    ) -> FrozenReader | GistReader:
        """Reads descriptions as `encoding` (readers.py) says; `dtype` of the encoder."""
        if encoding == GIST:
            return GistReader(self.base, self.tokenizer)
        encoder = DescriptionEncoder(self.encoder, dtype)
        if "base" not in encoding:
            return FrozenReader(encoding, encoder)
        return FrozenReader(encoding, encoder, self.base, self.tokenizer)
