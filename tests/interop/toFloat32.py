"""A base model's GGUF with every tensor in float32, written tensor by tensor.

    python tests/interop/toFloat32.py SOURCE.gguf OUT.gguf

llama.cpp rounds the activations too where weights are coded; with such a file it does not.
"""

import sys

import gguf
import numpy as np

source, out = sys.argv[1:]
reader = gguf.GGUFReader(source)
architecture = reader.fields["general.architecture"].contents()
writer = gguf.GGUFWriter(out, architecture)
for field in reader.fields.values():
    if field.name.startswith("GGUF.") or field.name in ("general.architecture", "general.file_type"):
        continue
    sub_type = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
    writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub_type)
writer.add_file_type(gguf.LlamaFileType.ALL_F32)
for tensor in reader.tensors:
    shape = tuple(int(size) for size in reversed(tensor.shape))
    writer.add_tensor_info(tensor.name, shape, np.dtype(np.float32), 4 * int(np.prod(shape)))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_ti_data_to_file()
for tensor in reader.tensors:
    writer.write_tensor_data(gguf.dequantize(tensor.data, tensor.tensor_type))
writer.close()
