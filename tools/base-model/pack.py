"""Chooses the text that is trained on, tokenizes it into train.bin and valid.bin, and counts tokens per source.

Usage: pack.py WORK_DIR MODEL_DIR GENERATED_MB
Ids are unsigned 16-bit little-endian, with <|endoftext|> after each document; one document in a hundred is held out.
"""
import json
import random
import re
import sys
import zlib
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus import sources

SEED = 11
SPACED = 0.12


def spaced(rng, text):
    """The style of tokenised corpora: words and marks apart, hyphens as @-@, rare-looking words as <unk>."""
    words = re.findall(r"\n|'(?:s|t|re|ve|ll|d|m)\b|\w+|[^\w\s]", re.sub(r"(?<=\w)([-.,])(?=\w)", r" @\1@ ", text))
    joined = " ".join(words).replace("@ - @", "@-@").replace("@ , @", "@,@").replace("@ . @", "@.@")
    rare = rng.uniform(0, 0.6)
    joined = re.sub(r"\b[A-Za-z]{8,}\b", lambda m: "<unk>" if hash_share(m.group(0)) < rare * 0.3 else m.group(0), joined)
    return " " + joined.replace("\n", "\n")


def hash_share(word):
    return zlib.crc32(word.lower().encode()) / 2**32


def chosen(work, generated):
    """Documents drawn at random from each source up to its share, shuffled together."""
    rng, by_source = random.Random(SEED), {}
    for name in ("corpus.jsonl", "support.jsonl"):
        for line in (work / name).open(encoding="utf-8"):
            record = json.loads(line)
            by_source.setdefault(record["source"], []).append(record["text"])
    shares = {package: share for package, _, _, _, share, _ in sources(Path(__file__).with_name("sources.tsv"))}
    shares["generated"] = generated
    taken = []
    for source, texts in sorted(by_source.items()):
        rng.shuffle(texts)
        size = 0
        for text in texts:
            if size >= shares[source]:
                break
            size += len(text.encode())
            taken.append((source, spaced(rng, text) if source != "generated" and rng.random() < SPACED else text))
    rng.shuffle(taken)
    return taken


def main(work, model, generated):
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    documents, counts, ids = chosen(work, generated), {}, {"train": [], "valid": []}
    for at in range(0, len(documents), 2000):
        part = documents[at:at + 2000]
        for i, (encoding, (source, text)) in enumerate(zip(tokenizer.encode_batch([t for _, t in part]), part), at):
            split = "valid" if i % 100 == 99 else "train"
            ids[split].append(np.array(encoding.ids + [0], dtype="<u2"))
            if split == "train":
                count = counts.setdefault(source, {"documents": 0, "bytes": 0, "tokens": 0})
                count["documents"] += 1
                count["bytes"] += len(text.encode())
                count["tokens"] += len(encoding.ids) + 1
    for split, parts in ids.items():
        np.concatenate(parts).tofile(work / f"{split}.bin")
    chats = [json.loads(line)["messages"] for line in (work / "chats.jsonl").open()]
    chat_tokens = sum(len(e.ids) + 5 for c in chats for e in tokenizer.encode_batch([m["content"] for m in c]))
    counts["generated chats"] = {"documents": len(chats), "bytes": sum(len(m["content"]) for c in chats for m in c), "tokens": chat_tokens}
    (work / "counts.json").write_text(json.dumps(counts, indent=1))
    total = sum(c["tokens"] for c in counts.values())
    made = counts["generated"]["tokens"] + chat_tokens
    print(f"{total} tokens, {made / total:.1%} generated; bytes per token {sum(c['bytes'] for c in counts.values()) / total:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]) * 1e6)
