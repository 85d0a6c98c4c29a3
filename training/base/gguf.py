"""Reads GGUF v2/v3 files: metadata as plain values, tensors dequantised to float32; writes small ones.

Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .quantization import TYPES, dequantise, readable_types

SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?",
    10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
STRING, ARRAY = 8, 9
MAXIMUM_ARRAY = 10_000_000


class GgufError(ValueError):
    """The file is not a GGUF this code can read; the message names the cause."""


@dataclass
class TensorInfo:
    name: str
    shape: tuple[int, ...]  # row-major, i.e. GGUF's order reversed
    type: int
    offset: int  # from the start of the file


class Reader:
    """A cursor over the header that refuses to run past the end of the file."""

    def __init__(self, data: mmap.mmap):
        self.data = data
        self.position = 0

    def take(self, length: int) -> bytes:
        if length < 0 or self.position + length > len(self.data):
            raise GgufError(f"the file ends within its header, at byte {self.position}")
        self.position += length
        return self.data[self.position - length : self.position]

    def unpack(self, form: str) -> Any:
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def string(self) -> str:
        return self.take(self.unpack("<Q")).decode("utf-8")

    def value(self, kind: int) -> Any:
        if kind in SCALARS:
            return self.unpack(SCALARS[kind])
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            item, count = self.unpack("<I"), self.unpack("<Q")
            if count > MAXIMUM_ARRAY:
                raise GgufError(f"an array claims {count} items")
            return [self.value(item) for _ in range(count)]
        raise GgufError(f"unknown metadata type {kind}")


class GgufFile:
    """An open GGUF; `tensor(name)` dequantises one tensor to float32."""

    def __init__(self, path: Path | str):
        try:
            with open(path, "rb") as file:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise GgufError(f"{path} is missing; run `npm start` once to fetch it") from error
        reader = Reader(self.data)
        if reader.take(4) != b"GGUF":
            raise GgufError(f"{path} is not a GGUF file")
        version = reader.unpack("<I")
        if version not in (2, 3):
            raise GgufError(f"GGUF version {version} is not supported")
        tensors, keys = reader.unpack("<Q"), reader.unpack("<Q")
        self.metadata: dict[str, Any] = {}
        for _ in range(keys):
            key = reader.string()
            self.metadata[key] = reader.value(reader.unpack("<I"))
        self.tensors: dict[str, TensorInfo] = {}
        for _ in range(tensors):
            name = reader.string()
            shape = tuple(reader.unpack("<Q") for _ in range(reader.unpack("<I")))
            kind, offset = reader.unpack("<I"), reader.unpack("<Q")
            self.tensors[name] = TensorInfo(name, shape[::-1], kind, offset)
        alignment = self.metadata.get("general.alignment", 32)
        start = -(-reader.position // alignment) * alignment
        for tensor in self.tensors.values():
            tensor.offset += start

    def tensor(self, name: str) -> np.ndarray:
        """The tensor as float32 in row-major shape."""
        info = self.tensors.get(name)
        if info is None:
            raise GgufError(f"tensor {name} is missing")
        if info.type not in TYPES:
            raise GgufError(
                f"tensor {name} has the unsupported type {info.type}; "
                f"readable are {readable_types()}"
            )
        kind, block, size = TYPES[info.type]
        count = int(np.prod(info.shape))
        length = count // block * size
        if info.offset + length > len(self.data):
            raise GgufError(f"tensor {name} runs past the end of the file")
        raw = np.frombuffer(self.data, np.uint8, length, info.offset)
        return dequantise(raw.reshape(-1, size), kind).reshape(info.shape)


def write_gguf(
    path: Path, metadata: dict, tensors: dict[str, tuple[int, list[int], bytes]]
) -> None:
    """Minimal GGUF v3 writer: values are int, float or str; tensors (type, row-major shape, bytes)."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    def value(item) -> bytes:
        if isinstance(item, str):
            return struct.pack("<I", 8) + text(item)
        if isinstance(item, float):
            return struct.pack("<If", 6, item)
        return struct.pack("<II", 4, item)

    header = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    header += b"".join(text(key) + value(item) for key, item in metadata.items())
    offset, body = 0, b""
    for name, (kind, shape, data) in tensors.items():
        header += text(name) + struct.pack("<I", len(shape))
        header += b"".join(struct.pack("<Q", size) for size in reversed(shape))
        header += struct.pack("<IQ", kind, offset)
        body += data + bytes(-len(data) % 32)
        offset = len(body)
    path.write_bytes(header + bytes(-len(header) % 32) + body)
