"""Holds the model folders that Millrace makes against transformers, PEFT and bitsandbytes.

    python3 tools/peft-check/folders.py --base MODEL --adapter ADAPTER [--millrace ./millrace]

Needs torch, transformers, peft, bitsandbytes, safetensors. Merges and quantizes with millrace into a temporary folder, then
prints one line per figure and exits with 1 if one misses:

  merged     largest |logit difference| between transformers on the merged f32 folder and PEFT on base and adapter    <= 1e-4
  merged     the same between transformers and the engine, both on the merged folder in f32                           <= 1e-4
  tokenizer  the merged folder's tokenizer and template give the base's ids                                           equal
  nf4        bytes, scales and levels that differ from those of bitsandbytes quantizing the base itself               0
  nf4        largest |weight difference| after bitsandbytes dequantizes both                                          <= 1e-6
  nf4        mean KL(transformers on bitsandbytes || engine), both bf16 on the quantized folder, in nats               <= 1e-3
"""
import argparse, json, pathlib, subprocess, sys, tempfile
import bitsandbytes
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAT = [{"role": "user", "content": "Where is my order? It was to be here on 12 May."},
        {"role": "assistant", "content": "I am sorry. It left us yesterday and will arrive tomorrow."},
        {"role": "user", "content": "Thanks, that helps."}]
ABSMAX_ATOL = 1e-7

checks = []


def report(name, value, limit):
    ok = value <= limit
    checks.append(ok)
    print(f"{name:64s} {value:.3e}  (limit {limit:g})  {'ok' if ok else 'MISSED'}")


def transformers_logits(model, ids):
    with torch.no_grad():
        return model.eval()(input_ids=torch.tensor([ids])).logits[0].float()


def load(folder, dtype, **more):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="eager", **more)


def engine_logits(millrace, folder, ids, precision, work):
    rows, out = work / "ids.json", work / "logits.safetensors"
    rows.write_text(json.dumps([ids]))
    subprocess.run([millrace, "logits", "--base", folder, "--precision", precision, "--ids", rows, "--out", out], check=True)
    return load_file(out)["0"]


def check_merged(a, work, ids):
    merged = work / "merged"
    subprocess.run([a.millrace, "merge", a.adapter, "--base-model", a.base, "--type", "f32", "--out", merged], check=True)
    ours = transformers_logits(load(merged, torch.float32), ids)
    peft = transformers_logits(PeftModel.from_pretrained(load(a.base, torch.float32), a.adapter), ids)
    report("merged     transformers against PEFT", (ours - peft).abs().max().item(), 1e-4)
    engine = engine_logits(a.millrace, merged, ids, "f32", work)
    report("merged     transformers against the engine", (ours - engine).abs().max().item(), 1e-4)
    again = AutoTokenizer.from_pretrained(merged)
    same = again(again.apply_chat_template(CHAT, tokenize=False), add_special_tokens=False)["input_ids"] == ids
    report("tokenizer  ids of a conversation that differ", 0 if same else 1, 0)


def four_bit(model):
    return {name: module.weight for name, module in model.named_modules() if isinstance(module, bitsandbytes.nn.Linear4bit)}


def check_quantized(a, work, ids):
    quantized = work / "nf4"
    subprocess.run([a.millrace, "quantize", a.base, "--out", quantized], check=True)
    config = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
                                bnb_4bit_compute_dtype=torch.bfloat16)
    model = load(quantized, torch.bfloat16)
    ours, theirs = four_bit(model), four_bit(load(a.base, torch.bfloat16, quantization_config=config))
    assert ours.keys() == theirs.keys() and ours, "the same layers are in 4 bits"
    different, furthest = 0, 0.0
    for name in ours:
        o, t = ours[name], theirs[name]
        different += (o.data != t.data).sum().item() + (o.quant_state.absmax != t.quant_state.absmax).sum().item()
        nested = (o.quant_state.state2.absmax - t.quant_state.state2.absmax).abs().max().item()
        different += int(nested > ABSMAX_ATOL) + int((o.quant_state.code != t.quant_state.code).any())
        spread = [bitsandbytes.functional.dequantize_4bit(w.data, w.quant_state).float() for w in (o, t)]
        furthest = max(furthest, (spread[0] - spread[1]).abs().max().item())
    report(f"nf4        values of {len(ours)} matrices that differ", different, 0)
    report("nf4        largest weight difference", furthest, 1e-6)
    p = torch.log_softmax(transformers_logits(model, ids), -1)
    q = torch.log_softmax(engine_logits(a.millrace, quantized, ids, "bf16", work), -1)
    report("nf4        mean KL in nats", (p.exp() * (p - q)).sum(-1).mean().item(), 1e-3)


def main():
    parser = argparse.ArgumentParser()
    for name in ("base", "adapter"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--millrace", default=str(ROOT / "millrace"))
    a = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(a.base)
    ids = tokenizer(tokenizer.apply_chat_template(CHAT, tokenize=False), add_special_tokens=False)["input_ids"]
    with tempfile.TemporaryDirectory() as folder:
        check_merged(a, pathlib.Path(folder), ids)
        check_quantized(a, pathlib.Path(folder), ids)
    sys.exit(0 if all(checks) else 1)


main()
