"""The peers, measured once: Hugging Face PEFT training steps, or transformers decoding, on a model folder.

    peer.py save   --shape half-135m --out DIR                a folder of that shape with random weights
    peer.py train  --model DIR [--checkpointing] [--full] [--nf4] [--batch 4] [--sequence 512] [--steps 8]
    peer.py decode --model DIR [--dtype float32] [--prompt 64] [--new 128]
    peer.py product --tokens 2048 --in 576 --out 3072

Prints one line of JSON. The median step counts, after two that do not; memory is the most that the process ever had resident.
"""
import argparse
import json
import resource
import statistics
import time

import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, LlamaConfig

HALF = dict(hidden_size=576, intermediate_size=1536, num_hidden_layers=12, num_attention_heads=9, num_key_value_heads=3,
            vocab_size=8192, tie_word_embeddings=True)
SHAPES = {
    "half-135m": HALF,
    "smollm2-135m": HALF | dict(num_hidden_layers=30, vocab_size=49152),
    "tinyllama-1.1b": dict(hidden_size=2048, intermediate_size=5632, num_hidden_layers=22, num_attention_heads=32,
                           num_key_value_heads=4, vocab_size=32000, tie_word_embeddings=False),
}
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
WARM_UP = 2


def report(**figures):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures | dict(peak_rss_mb=peak)))


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def save(a):
    torch.manual_seed(0)
    config = LlamaConfig(max_position_embeddings=4096, rms_norm_eps=1e-5, **SHAPES[a.shape])
    AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16).save_pretrained(a.out)


def trainable(a):
    import peft
    four_bits = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
                                   bnb_4bit_compute_dtype=torch.bfloat16)
    model = AutoModelForCausalLM.from_pretrained(a.model, dtype=torch.bfloat16, attn_implementation="sdpa",
                                                 quantization_config=four_bits if a.nf4 else None)
    model.config.use_cache = False
    if not a.full:
        lora = peft.LoraConfig(r=a.rank, lora_alpha=2 * a.rank, target_modules=TARGETS, task_type="CAUSAL_LM")
        model = peft.get_peft_model(model, lora)
    if a.checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs=dict(use_reentrant=False))
        if not a.full:
            model.enable_input_require_grads()
    return model.train()


def train(a):
    torch.manual_seed(0)
    model = trainable(a)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-4)
    losses = []

    def step(ids):
        loss = model(input_ids=ids, labels=ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())

    batches = [torch.randint(0, model.config.vocab_size, (a.batch, a.sequence)) for _ in range(WARM_UP + a.steps)]
    median = statistics.median([seconds(lambda: step(ids)) for ids in batches][WARM_UP:])
    report(tokens_per_s=a.batch * a.sequence / median, step_s=median, loss_last=losses[-1])


def decode(a):
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_pretrained(a.model, dtype=getattr(torch, a.dtype)).eval()
    ids = torch.randint(8, model.config.vocab_size, (1, a.prompt))

    def run():
        with torch.inference_mode():
            model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=a.new, min_new_tokens=a.new,
                           do_sample=False, pad_token_id=0)

    report(tokens_per_s=a.new / statistics.median([seconds(run) for _ in range(a.runs + 1)][1:]))


def product(a):
    x = torch.randn(a.tokens, a.inner, dtype=torch.bfloat16)
    weight = torch.randn(a.out_features, a.inner, dtype=torch.bfloat16)
    y = torch.empty(a.tokens, a.out_features, dtype=torch.bfloat16)
    with torch.inference_mode():
        median = statistics.median([seconds(lambda: torch.mm(x, weight.t(), out=y)) for _ in range(45)][5:])
    report(gflops_per_s=2e-9 * a.tokens * a.inner * a.out_features / median)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    modes = parser.add_subparsers(required=True)
    for function in (save, train, decode, product):
        modes.add_parser(function.__name__).set_defaults(function=function)
    p = modes.choices["save"]
    p.add_argument("--shape", choices=SHAPES, required=True)
    p.add_argument("--out", required=True)
    p = modes.choices["train"]
    p.add_argument("--model", required=True)
    p.add_argument("--batch", type=int, default=4)
    p.add_argument("--sequence", type=int, default=512)
    p.add_argument("--steps", type=int, default=8)
    p.add_argument("--rank", type=int, default=16)
    for flag in ("--checkpointing", "--full", "--nf4"):
        p.add_argument(flag, action="store_true")
    p = modes.choices["decode"]
    p.add_argument("--model", required=True)
    p.add_argument("--dtype", default="bfloat16")
    p.add_argument("--prompt", type=int, default=64)
    p.add_argument("--new", type=int, default=128)
    p.add_argument("--runs", type=int, default=3)
    p = modes.choices["product"]
    p.add_argument("--tokens", type=int, default=2048)
    p.add_argument("--in", type=int, default=576, dest="inner")
    p.add_argument("--out", type=int, default=3072, dest="out_features")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    a.function(a)


if __name__ == "__main__":
    main()
