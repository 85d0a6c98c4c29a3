"""The models that training and measuring leave as they are, and the options that name them."""

from __future__ import annotations

import argparse
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer

from . import precision
from .base_model import BaseModel
from .descriptions import GIST, FrozenReader, GistReader
from .device import threads_of_process, use_cuda_if_any
from .encoder import DescriptionEncoder
from .gguf import GgufFile
from .paths import BASE_MODEL_FILE, ENCODER_FOLDER
from .tokenizer import base_tokenizer


def add_options(parser: argparse.ArgumentParser, precision_default: str = "auto") -> None:
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument(
        "--threads", type=int, help="of all processes; else OMP_NUM_THREADS, else the cores"
    )
    precision.add_option(parser, precision_default)


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
        """Reads descriptions as `encoding` (descriptions.py) says; `dtype` of the encoder."""
        if encoding == GIST:
            return GistReader(self.base, self.tokenizer)
        encoder = DescriptionEncoder(self.encoder, dtype)
        if "base" not in encoding:
            return FrozenReader(encoding, encoder)
        return FrozenReader(encoding, encoder, self.base, self.tokenizer)
