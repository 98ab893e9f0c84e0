#!/usr/bin/env python3
"""Runs the engine and its peers in turn, several times, and prints medians, spreads and ratios as Markdown.

    bench/compare.py --python VENV/bin/python [--work DIR] [--rounds 3] [--steps 8] [--json FILE] [--list] [ROW …]

Every run is a process of its own. A round is one run of each row asked for, engine and peers in turn, so that what else the machine
does falls on all of them. Needs the built module (mvn -DskipTests package) and a Python with torch, transformers and peft
(bitsandbytes for the nf4 rows). Model folders with random weights are made in the work directory, once.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BATCH = {"half-135m": ["--batch", "4"], "smollm2-135m": ["--batch", "4"], "tinyllama-1.1b": ["--batch", "1"]}

# row: (side, shape, arguments, environment)
ROWS = {
    "half/lora": ("engine", "half-135m", ["train"], {}),
    "half/lora-lean": ("engine", "half-135m", ["train", "--keep", "inputs"], {}),
    "half/lora-torch": ("engine", "half-135m", ["train"], {"MILLRACE_KERNELS": "torch"}),
    "half/qlora": ("engine", "half-135m", ["train", "--nf4"], {}),
    "half/full": ("engine", "half-135m", ["train", "--full"], {}),
    "half/full-lean": ("engine", "half-135m", ["train", "--full", "--keep", "inputs"], {}),
    "half/peft": ("peer", "half-135m", ["train"], {}),
    "half/peft-ckpt": ("peer", "half-135m", ["train", "--checkpointing"], {}),
    "smollm2/lora": ("engine", "smollm2-135m", ["train"], {}),
    "smollm2/lora-lean": ("engine", "smollm2-135m", ["train", "--keep", "inputs"], {}),
    "smollm2/qlora": ("engine", "smollm2-135m", ["train", "--nf4"], {}),
    "smollm2/full": ("engine", "smollm2-135m", ["train", "--full"], {}),
    "smollm2/full-lean": ("engine", "smollm2-135m", ["train", "--full", "--keep", "inputs"], {}),
    "smollm2/peft": ("peer", "smollm2-135m", ["train"], {}),
    "smollm2/peft-ckpt": ("peer", "smollm2-135m", ["train", "--checkpointing"], {}),
    "smollm2/peft-nf4": ("peer", "smollm2-135m", ["train", "--nf4", "--steps", "2"], {}),
    "tinyllama/lora": ("engine", "tinyllama-1.1b", ["train", "--steps", "4"], {}),
    "tinyllama/qlora": ("engine", "tinyllama-1.1b", ["train", "--nf4", "--steps", "4"], {}),
    "tinyllama/qlora-lean": ("engine", "tinyllama-1.1b", ["train", "--nf4", "--keep", "inputs", "--steps", "4"], {}),
    "tinyllama/peft-ckpt": ("peer", "tinyllama-1.1b", ["train", "--checkpointing", "--steps", "3"], {}),
    "tinyllama/peft-nf4-ckpt": ("peer", "tinyllama-1.1b", ["train", "--nf4", "--checkpointing", "--steps", "1"], {}),
    "decode/engine": ("engine", "smollm2-135m", ["decode"], {}),
    "decode/transformers-bf16": ("peer", "smollm2-135m", ["decode"], {}),
    "decode/transformers-f32": ("peer", "smollm2-135m", ["decode", "--dtype", "float32"], {}),
    "load/nf4": ("engine", "tinyllama-1.1b", ["load", "--nf4"], {}),
    "load/saved-nf4": ("engine", "tinyllama-1.1b-nf4", ["load", "--nf4"], {}),
    "product/engine": ("engine", None, ["product"], {}),
    "product/engine-torch": ("engine", None, ["product"], {"MILLRACE_KERNELS": "torch"}),
    "product/peer": ("peer", None, ["product"], {}),
}

# what, numerator, figure, denominators (the largest counts), what is to be reached
RATIOS = [
    ("half-135m: tokens/s against the better PEFT", "half/lora", "tokens_per_s", ["half/peft", "half/peft-ckpt"], ">= 3.0"),
    ("half-135m: peak memory against PEFT", "half/lora", "peak_rss_mb", ["half/peft"], "<= 0.29"),
    ("half-135m: the same, leanest budget", "half/lora-lean", "peak_rss_mb", ["half/peft"], "<= 0.20"),
    ("half-135m: torch operators only, tokens/s", "half/lora-torch", "tokens_per_s", ["half/peft", "half/peft-ckpt"], ">= 1.4"),
    ("smollm2-135m: tokens/s against the better PEFT", "smollm2/lora", "tokens_per_s", ["smollm2/peft", "smollm2/peft-ckpt"], ">= 4.0"),
    ("smollm2-135m: peak memory against PEFT", "smollm2/lora", "peak_rss_mb", ["smollm2/peft"], "<= 0.27"),
    ("smollm2-135m: QLoRA against LoRA, tokens/s", "smollm2/qlora", "tokens_per_s", ["smollm2/lora"], ">= 0.95"),
    ("smollm2-135m: QLoRA against PEFT on bitsandbytes", "smollm2/qlora", "tokens_per_s", ["smollm2/peft-nf4"], ""),
    ("tinyllama-1.1b: QLoRA against LoRA, tokens/s", "tinyllama/qlora", "tokens_per_s", ["tinyllama/lora"], ">= 0.90"),
    ("tinyllama-1.1b: QLoRA tokens/s against PEFT in bf16", "tinyllama/qlora", "tokens_per_s", ["tinyllama/peft-ckpt"], ">= 1.8"),
    ("tinyllama-1.1b: QLoRA against PEFT on bitsandbytes", "tinyllama/qlora", "tokens_per_s", ["tinyllama/peft-nf4-ckpt"], ""),
    ("half-135m: LoRA against full, kept", "half/lora", "tokens_per_s", ["half/full"], ">= 1.3"),
    ("half-135m: LoRA against full, recomputed", "half/lora-lean", "tokens_per_s", ["half/full-lean"], ">= 1.15"),
    ("smollm2-135m: LoRA against full, kept", "smollm2/lora", "tokens_per_s", ["smollm2/full"], ">= 1.3"),
    ("smollm2-135m: LoRA against full, recomputed", "smollm2/lora-lean", "tokens_per_s", ["smollm2/full-lean"], ">= 1.15"),
    ("decoding against transformers, the better of bf16 and f32", "decode/engine", "tokens_per_s",
     ["decode/transformers-bf16", "decode/transformers-f32"], ">= 2"),
    ("smollm2-135m: useful operations against the rate of one product", "smollm2/lora", "gflops_per_s",
     ["product/engine", "product/peer"], ">= 0.40"),
]

# what, row, figure, what is to be reached
LIMITS = [
    ("tinyllama-1.1b: peak memory of QLoRA, MB", "tinyllama/qlora", "peak_rss_mb", "<= 2,000"),
    ("loading 1.1 B weights to NF4, seconds", "load/nf4", "seconds", "<= 30"),
    ("loading a folder saved in NF4, seconds", "load/saved-nf4", "seconds", "<= 2"),
]


def classpath():
    jars = sorted((ROOT / "cli" / "target" / "millrace" / "lib").glob("*.jar"))
    if not jars or not (HERE / "target" / "classes").is_dir():
        sys.exit("bench: nothing is built; run 'mvn -DskipTests package' first")
    return os.pathsep.join([str(HERE / "target" / "classes"), *map(str, jars)])


def folder(work, shape, python):
    """A model folder of the shape with random weights; made where it is missing."""
    place = work / shape
    if not (place / "config.json").exists():
        if shape.endswith("-nf4"):
            subprocess.run(["java", "-Xmx1g", "-cp", classpath(), "dev.millrace.cli.Millrace", "quantize",
                            str(folder(work, shape.removesuffix("-nf4"), python)), "--out", str(place)], check=True)
        else:
            subprocess.run([python, str(HERE / "src/main/python/peer.py"), "save", "--shape", shape, "--out", str(place)], check=True)
    return place


def command(row, a):
    side, shape, arguments, _ = ROWS[row]
    model = ["--model", str(folder(a.work, shape, a.python))] if shape else []
    batch = BATCH[shape] if arguments[0] == "train" else []
    if arguments[0] == "train" and "--steps" not in arguments:
        batch = [*batch, "--steps", str(a.steps)]
    if side == "peer":
        return [a.python, str(HERE / "src/main/python/peer.py"), arguments[0], *model, *batch, *arguments[1:]]
    flags = ["-Xms32m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:-UsePerfData"]  # as the trainer runs
    return ["java", *flags, "-cp", classpath(), "dev.millrace.bench.EngineBench", arguments[0], *model, *batch, *arguments[1:]]


def measure(row, a):
    environment = os.environ | {"MALLOC_ARENA_MAX": "2", "HF_HUB_OFFLINE": "1"} | ROWS[row][3]
    done = subprocess.run(command(row, a), env=environment, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        print(f"bench: {row} failed with exit code {done.returncode}\n{done.stderr[-2000:]}", file=sys.stderr)
        return None
    print(f"{row}: {lines[-1]}", file=sys.stderr, flush=True)
    return json.loads(lines[-1])


def middle(runs, figure):
    return statistics.median(run[figure] for run in runs)


def figures(results):
    print("| row | figure | median | least to most | runs |\n| --- | --- | --- | --- | --- |")
    for row, runs in results.items():
        for figure in (f for f in ("tokens_per_s", "seconds", "gflops_per_s", "peak_rss_mb") if f in runs[0]):
            values = [run[figure] for run in runs]
            print(f"| {row} | {figure} | {statistics.median(values):,.1f} | {min(values):,.1f} to {max(values):,.1f} | {len(values)} |")


def ratios(results):
    print("\n| ratio of medians | reached | to reach |\n| --- | --- | --- |")
    for what, row, figure, others, goal in RATIOS:
        known = [middle(results[other], figure) for other in others if other in results]
        if row in results and len(known) == len(others):
            print(f"| {what} | {middle(results[row], figure) / max(known):.2f} | {goal} |")


def limits(results):
    print("\n| figure | median | to reach |\n| --- | --- | --- |")
    for what, row, figure, goal in LIMITS:
        if row in results:
            print(f"| {what} | {middle(results[row], figure):,.1f} | {goal} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="python3", help="a Python with torch, transformers and peft")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "data" / "bench", help="where model folders lie")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=8, help="measured training steps of a run, where a row has no number of its own")
    parser.add_argument("--json", type=pathlib.Path, help="file to which every run is written, and whose runs count too if it is there")
    parser.add_argument("--list", action="store_true", help="names the rows")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="a row such as half/lora, or a group such as half; all where none is named")
    a = parser.parse_args()
    if a.list:
        return print("\n".join(ROWS))
    a.work.mkdir(parents=True, exist_ok=True)
    chosen = [row for row in ROWS if not a.rows or any(row == name or row.startswith(name + "/") for name in a.rows)]
    for shape in {ROWS[row][1] for row in chosen if ROWS[row][1]}:
        folder(a.work, shape, a.python)
    results = json.loads(a.json.read_text()) if a.json and a.json.exists() else {}
    for _ in range(a.rounds):
        for row in chosen:
            run = measure(row, a)
            if run:
                results.setdefault(row, []).append(run)
                if a.json:
                    a.json.write_text(json.dumps(results, indent=1))
    figures(results)
    ratios(results)
    limits(results)


if __name__ == "__main__":
    main()
