"""Quantizes random and adversarial matrices with bitsandbytes: the expectations of BitsandbytesTest.

    python3 tools/nf4/vectors.py lm/src/test/resources/nf4

Needs torch, numpy, safetensors and bitsandbytes, on the processor. It asks for bitsandbytes' default kernels, which compute
what its CUDA kernels do; the processor's own kernel looks 8-bit codes up in a table of 65,536 steps and so misses the nearest
value now and then (how often is printed). NAME.safetensors holds a matrix as "weights" f32 [rows, cols]
and what bitsandbytes made of it: "packed" u8, "absmax_codes" u8, "scales" f32, "offset" f32 [1].
"""
import pathlib, sys
import numpy as np
import torch
from bitsandbytes import functional
from safetensors.torch import save_file

LEVELS = functional.get_4bit_type("nf4", device="cpu").numpy()
DENORMAL = np.float32(1e-45)
DEFAULT = torch._C.DispatchKeySet(torch._C.DispatchKey.CompositeExplicitAutograd)


def ties():
    """Quotients on, just under and just over every midpoint of two levels; the block's absmax is 1."""
    midpoints = ((LEVELS[:-1] + LEVELS[1:]) / 2).astype(np.float32)
    row = np.concatenate([midpoints, np.nextafter(midpoints, np.float32(-2)), np.nextafter(midpoints, np.float32(2)),
                          LEVELS, [1, -1, 1]]).astype(np.float32)
    return np.stack([row[:64] * scale for scale in (1, 0.5, 3, 0.1, 1e-3, 7e8, 1 / 3, 0.013)]).astype(np.float32)


def cases():
    random = np.random.default_rng(11)
    normal = lambda *shape: random.standard_normal(shape).astype(np.float32)
    outlier = normal(4, 160) * 1e-3
    outlier[2, 77] = 3e38
    some_zero_blocks = normal(8, 64)
    some_zero_blocks[[1, 4, 7]] = 0
    signed_zeros = np.zeros((3, 64), np.float32)
    signed_zeros[::2] = -0.0
    signed_zeros[1, 3] = 0.5
    denormal = normal(2, 96) * DENORMAL * 1000
    one_denormal = np.zeros((1, 128), np.float32)
    one_denormal[0, 5] = DENORMAL
    return {
        "normal": normal(130, 193),
        "uniform": random.uniform(-1, 1, (40, 100)).astype(np.float32),
        "heavy-tailed": (normal(96, 512) ** 3 * 0.02).astype(np.float32),
        "small-weights": normal(128, 128) * 0.02,
        "bf16-weights": torch.from_numpy(normal(96, 576) * 0.04).bfloat16().float().numpy(),
        "zeros": np.zeros((5, 100), np.float32),
        "some-zero-blocks": some_zero_blocks,
        "signed-zeros": signed_zeros,
        "outlier": outlier,
        "denormal": denormal,
        "one-denormal": one_denormal,
        "smallest-normal": normal(2, 64) * np.finfo(np.float32).tiny,
        "all-equal": np.full((7, 96), 0.37, np.float32),
        "all-equal-negative": np.full((2, 64), -1.5, np.float32),
        "ties": ties(),
        "one-weight": np.float32([[-0.25]]),
        "odd": normal(3, 21),
        "block-and-one": normal(1, 65),
        "absmax-block-and-one": normal(257, 64),
        "absmax-short-of-a-block": normal(255, 64),
        "absmax-all-equal-but-one": np.concatenate([np.ones((255, 64)), np.full((1, 64), 2)]).astype(np.float32),
    }


def quantized(weights):
    """As bitsandbytes.functional.quantize_4bit does with compress_statistics, by the default kernels."""
    packed, absmax = torch.ops.bitsandbytes.quantize_4bit.default.redispatch(
        DEFAULT, torch.from_numpy(weights), 64, "nf4", torch.uint8)
    offset = absmax.mean()
    values = functional.create_dynamic_map()
    codes, scales = torch.ops.bitsandbytes.quantize_blockwise.default.redispatch(DEFAULT, absmax - offset, values, 256)
    return {"weights": torch.from_numpy(weights), "packed": packed.reshape(-1).clone(), "absmax_codes": codes.clone(),
            "scales": scales.clone(), "offset": offset.reshape(1).clone(), "absmax_values": values.clone()}


def by_the_processors_kernel(weights):
    _, state = functional.quantize_4bit(
        torch.from_numpy(weights), blocksize=64, compress_statistics=True, quant_type="nf4")
    return state.absmax


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in cases().items():
        tensors = quantized(np.ascontiguousarray(weights))
        save_file(tensors, folder / f"{name}.safetensors")
        others = (by_the_processors_kernel(weights) != tensors["absmax_codes"]).sum()
        print(f"{name}: {weights.shape[0]} x {weights.shape[1]}; the processor's kernel gives {others} other absmax codes"
              f" of {tensors['absmax_codes'].numel()}")


if __name__ == "__main__":
    main()
