"""Averages the bf16 weights of two stages and writes them over the second: what the chat stage taught, without losing the text's breadth.

Usage: average.py TEXT_STAGE.safetensors MODEL.safetensors SHARE_OF_TEXT
"""
import json
import sys
from pathlib import Path

import numpy as np


def read(path):
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    return raw[:8 + size], json.loads(raw[8:8 + size]), raw[8 + size:]


def to_float(bits):
    return (bits.astype(np.uint32) << 16).view(np.float32)


def to_bf16(values):
    bits = values.view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def main(text, model, share):
    _, names, data = read(text)
    head, target, own = read(model)
    mixed = bytearray(own)
    for name, info in target.items():
        if name != "__metadata__":
            start, end = info["data_offsets"]
            first, last = names[name]["data_offsets"]
            a, b = np.frombuffer(data[first:last], "<u2"), np.frombuffer(own[start:end], "<u2")
            mixed[start:end] = to_bf16(np.float32(share) * to_float(a) + np.float32(1 - share) * to_float(b)).tobytes()
    model.write_bytes(head + mixed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
