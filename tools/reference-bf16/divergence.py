"""How far transformers' own bf16 logits are from its f32 ones, for the reference cases in a folder.

    python3 divergence.py DIR

DIR holds one folder a model family, as make_reference.py wrote them. Into each goes bf16.json: the mean over positions of
KL(f32 || bf16) of the next-token distribution, in nats. `millrace verify DIR` allows the engine 1.5 times as much.
Needs torch, transformers and safetensors.
"""
import json
import pathlib
import sys

import torch
import transformers
from safetensors.torch import load_file


def mean_divergence(folder):
    expected = load_file(folder / "expected.safetensors")
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, attn_implementation="eager")
    with torch.no_grad():
        found = torch.log_softmax(model(input_ids=expected["input_ids"]).logits.double(), -1)
    wanted = torch.log_softmax(expected["logits"].double(), -1)
    return float((wanted.exp() * (wanted - found)).sum(-1).mean())


def main():
    for case in sorted(pathlib.Path(sys.argv[1]).glob("*/expected.safetensors")):
        result = {
            "mean_kl": mean_divergence(case.parent),
            "transformers": transformers.__version__,
            "torch": torch.__version__,
        }
        (case.parent / "bf16.json").write_text(json.dumps(result, indent=1) + "\n")
        print(case.parent.name, f"{result['mean_kl']:.3e}")


if __name__ == "__main__":
    main()
