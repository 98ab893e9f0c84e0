"""Holds an adapter that Millrace trained against Hugging Face PEFT on the same base.

    python3 tools/peft-check/check.py --base models/base --adapter ADAPTER --snapshot SNAPSHOT [--items 32]

Needs torch, transformers, peft, safetensors and numpy, and a built Millrace (./millrace prints what it does). Prints one
line per figure and exits with 1 if one misses:

  f32    largest |logit difference| between the engine and PEFT, both in float32           <= 1e-4
  bf16   mean KL(PEFT float32 || engine bf16) over all positions, in nats                  <= 1e-3
  ratio  error of the engine in bf16 against PEFT float32, divided by PEFT bf16's own      <= 1.5
"""
import argparse, gzip, json, pathlib, subprocess, sys, tempfile
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]


def token_rows(base, snapshot, items):
    """Ids of so many validation conversations, as the chat template renders them."""
    tokenizer = AutoTokenizer.from_pretrained(base)
    with gzip.open(pathlib.Path(snapshot) / "validation.jsonl.gz", "rt") as lines:
        chats = [json.loads(line)["messages"] for line in lines][:items]
    return [tokenizer(tokenizer.apply_chat_template(chat, tokenize=False), add_special_tokens=False)["input_ids"][:512]
            for chat in chats]


def engine_logits(base, adapter, rows, precision, folder):
    """The engine's logits of each row, [tokens, vocab] float32."""
    ids, out = folder / "ids.json", folder / f"{precision}.safetensors"
    ids.write_text(json.dumps(rows))
    subprocess.run([str(ROOT / "millrace"), "logits", "--base", base, "--adapter", adapter, "--precision", precision,
                    "--ids", str(ids), "--out", str(out)], check=True)
    tensors = load_file(out)
    return [tensors[str(i)] for i in range(len(rows))]


def peft_logits(base, adapter, rows, dtype):
    model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype, attn_implementation="eager")
    model = PeftModel.from_pretrained(model, adapter).eval()
    if dtype == torch.float32:
        model = model.float()
    with torch.no_grad():
        return [model(input_ids=torch.tensor([row])).logits[0].float() for row in rows]


def kl(reference, other):
    p, q = torch.log_softmax(reference, -1), torch.log_softmax(other, -1)
    return (p.exp() * (p - q)).sum(-1)


def mean_kl(reference, other):
    return torch.cat([kl(a, b) for a, b in zip(reference, other)]).mean().item()


def rms(reference, other):
    return torch.cat([(a - b).flatten() for a, b in zip(reference, other)]).pow(2).mean().sqrt().item()


def main():
    parser = argparse.ArgumentParser()
    for name in ("base", "adapter", "snapshot"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--items", type=int, default=32)
    arguments = parser.parse_args()
    rows = token_rows(arguments.base, arguments.snapshot, arguments.items)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ours = {p: engine_logits(arguments.base, arguments.adapter, rows, p, folder) for p in ("f32", "bf16")}
    theirs = {"f32": peft_logits(arguments.base, arguments.adapter, rows, torch.float32),
              "bf16": peft_logits(arguments.base, arguments.adapter, rows, torch.bfloat16)}
    exact = max((a - b).abs().max().item() for a, b in zip(theirs["f32"], ours["f32"]))
    checks = [("f32    largest logit difference", exact, 1e-4),
              ("bf16   mean KL in nats", mean_kl(theirs["f32"], ours["bf16"]), 1e-3),
              ("ratio  bf16 error / PEFT's own (RMS of logits)",
               rms(theirs["f32"], ours["bf16"]) / rms(theirs["f32"], theirs["bf16"]), 1.5),
              ("ratio  bf16 mean KL / PEFT's own",
               mean_kl(theirs["f32"], ours["bf16"]) / mean_kl(theirs["f32"], theirs["bf16"]), 1.5)]
    for name, value, limit in checks:
        print(f"{name:50s} {value:.3e}  (limit {limit:g})  {'ok' if value <= limit else 'MISSED'}")
    print(f"{sum(len(row) for row in rows)} positions of {len(rows)} conversations")
    sys.exit(0 if all(value <= limit for _, value, limit in checks) else 1)


main()
