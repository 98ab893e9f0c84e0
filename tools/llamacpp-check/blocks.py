"""Holds the blocks that Millrace writes against llama.cpp's Python package (pip install gguf safetensors).

    python3 tools/llamacpp-check/blocks.py F32.gguf OTHER.gguf...     # bytes of OTHER that differ from gguf's of F32's values
    python3 tools/llamacpp-check/blocks.py --vectors OUT.safetensors  # what GgmlBlocksTest expects
"""
import sys
import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, quants
from safetensors.numpy import save_file


def encoded(values, kind):
    values = np.array(values, dtype=np.float32)
    return (values if kind == GGMLQuantizationType.F32 else quants.quantize(values, kind)).view(np.uint8).reshape(-1)


def compare(reference, file):
    values = {tensor.name: tensor.data for tensor in GGUFReader(reference).tensors}
    total = different = 0
    for tensor in GGUFReader(file).tensors:
        found = np.array(tensor.data).view(np.uint8).reshape(-1)
        total += found.size
        different += int((found != encoded(values[tensor.name], tensor.tensor_type)).sum())
    print(f"{file}: {different} of {total} bytes differ")
    return different


def vectors(out):
    x = ((np.arange(32 * 64, dtype=np.uint64) * 2654435761 & 0xFFFFFFFF) >> 8).astype(np.float32) * np.float32(2**-23) - 1
    weights = (x * x * x).reshape(64, 32)
    weights[:8] *= np.float32(1e-6)
    weights[8] = 0
    kinds = (GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q4_0, GGMLQuantizationType.F16)
    save_file({"weights": weights} | {kind.name: encoded(weights, kind) for kind in kinds}, out)


if sys.argv[1] == "--vectors":
    vectors(sys.argv[2])
else:
    sys.exit(1 if sum(compare(sys.argv[1], file) for file in sys.argv[2:]) else 0)
