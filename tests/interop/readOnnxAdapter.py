"""Writes the parameters of an .onnx_adapter file, as ONNX Runtime reads them, as safetensors.

    python tests/interop/readOnnxAdapter.py FILE OUT
"""

import sys

import onnxruntime
from safetensors.numpy import save_file

adapter = onnxruntime.AdapterFormat.read_adapter(sys.argv[1])
parameters = adapter.get_parameters().items()
save_file({name: value.numpy().copy() for name, value in parameters}, sys.argv[2])
