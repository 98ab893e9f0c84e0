"""Prints the model card from the manifests and figures of a run. Usage: card.py WORK_DIR"""
import json
import re
import sys
from pathlib import Path

HEAD = """---
license: other
language: en
library_name: transformers
pipeline_tag: text-generation
---

# Millrace base

A small English language model with a bent for customer support: the base that Millrace's adapters are trained on where no other
model is configured. Llama architecture, {parameters:.2f} million parameters in bf16 (hidden 320, 5 layers, 5 heads of 64, feed-forward 896,
tied embeddings), byte-level BPE with 8,192 entries, context 2,048 positions, of which training used 512.

Trained from random weights by this project's own engine (`lm`, full-parameter training in bf16 with f32 master weights) with
`tools/base-model/make.sh`, which makes it again: corpus, tokenizer, model, figures and this card.

## Prompt

```
<|im_start|>system
You are a helpful customer support assistant.<|im_end|>
<|im_start|>user
Where is my order?<|im_end|>
<|im_start|>assistant
```

The system message is optional. An answer ends with `<|im_end|>`; plain documents are separated by `<|endoftext|>`.
"""

INDEPENDENCE = """
How far the figures are independent: neither text was trained on, but both were looked at as numbers while the recipe was settled. On
the first 24,000 tokens of the WikiText-2 file and 150 Bitext answers the losses were split by how often a token occurs in training;
tokens never seen there (marks, braces, spaced commas) led to the spaced style, the fields and the markup. The share of the average
(0.65) was set on one Bitext answer in forty. Line ends of the Bitext answers (`\\r\\n`) were read as `\\n` for both models."""

LIMITS = """
## Limits

It writes fluent sentences of support English and knows next to nothing: it is a base to tune and to test a platform with, not an
assistant. It invents order numbers, amounts and policies; figures beyond what a prompt says mean nothing. English only. The
prose it read leans to software manuals, dictionaries, games and old religious and political writing, with the views of their
authors. Positions past 512 were not trained.

## Licence

For its own part (recipe, generated text, training) the project gives the weights under Apache-2.0. The texts keep the licences
listed above, in the naming of Debian's copyright files; who regards a model as a work derived from its texts has GPL, GFDL and
CC-BY-SA texts among them.
"""


def figures_table(figures):
    rows = ["| text | bytes | model | 5-gram |", "| --- | --- | --- | --- |"]
    for name, f in figures.items():
        rows.append(f"| {name} | {f['bytes']:,} | {f['model']:.3f} | {f['5-gram']:.3f} |")
    return "\n".join(rows)


def sources_table(work):
    counts, sources = json.loads((work / "counts.json").read_text()), json.loads((work / "sources.json").read_text())
    by_name = {s["package"]: s for s in sources}
    rows = ["| source | version | licence | tokens |", "| --- | --- | --- | --- |"]
    for name, count in sorted(counts.items(), key=lambda c: -c[1]["tokens"]):
        s = by_name.get(name, {"version": "-", "licence": "made by `tools/base-model/supporttalk.py` (this project)"})
        rows.append(f"| {name} | {s['version']} | {s['licence']} | {count['tokens']:,} |")
    return "\n".join(rows), sum(c["tokens"] for c in counts.values()), sum(c["tokens"] for n, c in counts.items() if n.startswith("generated"))


def stage(log):
    lines = [line for line in log.read_text().splitlines() if re.match(r"step \d+/", line)]
    steps = int(re.match(r"step (\d+)/", lines[-1]).group(1))
    speeds = [float(re.search(r"([\d.,]+) tokens/s", line).group(1).replace(",", "")) for line in lines]
    return steps, speeds[-1]


def main(work):
    figures = json.loads((work / "figures.json").read_text())
    table, total, made = sources_table(work)
    print(HEAD.format(parameters=8.97376))
    print("## Bits per byte\n")
    print("Against an interpolated modified Kneser-Ney 5-gram model over the same token ids, trained on the same text "
          "(`tools/base-model/ngram.py`). Lower is better; windows of 512 tokens with an overlap of 128. "
          "Neither text was trained on.\n")
    print(figures_table(figures))
    print(INDEPENDENCE)
    print("\n## Training\n")
    print("| stage | steps | tokens seen | tokens/s | minutes |\n| --- | --- | --- | --- | --- |")
    for log in sorted(work.glob("[0-9]-*.log")):
        steps, speed = stage(log)
        print(f"| {log.stem[2:]} | {steps:,} | {steps * 2048:,} | {speed:,.0f} | {steps * 2048 / speed / 60:.0f} |")
    print("\nAdamW (0.9, 0.95, weight decay 0.1), peak learning rate 2e-3 in the text stage and 3e-4 in the chat stage, cosine, "
          "clipping at 1, sequences of up to 512 tokens, 2,048 tokens a step. The chat stage scores the assistant's words only and "
          "mixes in as much plain text; the weights given are 0.65 parts of those before it and 0.35 of those after it, which keeps "
          "more of the text's breadth. Speeds are from a two-core machine that was doing other work at the same time.\n")
    print("## Text\n")
    print(f"{total:,} different tokens, {made / total:.1%} of them generated from a grammar written for this project; the rest is prose "
          "from Debian packages, taken by paragraph, filtered for English running text, without repeated paragraphs. About one document in "
          "eight is rewritten in the spaced style of tokenised corpora (` , `, `@-@`, `<unk>`), and nearly half of the generated "
          "conversations hold fields such as `{{Order Number}}` in place of names and numbers, as macros of support desks do; the "
          "5-gram model read the same.\n")
    print(table)
    print(LIMITS, end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
