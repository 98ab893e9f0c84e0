#!/usr/bin/env python3
"""Copies a snapshot folder with the answers of its train and validation splits dealt out anew.

An adapter trained on the copy has seen the same questions and the same answers, but not which belongs to which: what it
gains over the base is style, and the gate must refuse it against an adapter that was trained on the snapshot itself.

usage: shuffle_answers.py SNAPSHOT COPY
"""
import gzip
import hashlib
import json
import pathlib
import random
import sys

SEED = 7


def main(source: pathlib.Path, copy: pathlib.Path) -> None:
    copy.mkdir(parents=True)
    manifest = json.loads((source / "manifest.json").read_text())
    for name in manifest["files"]:
        data = (source / name).read_bytes()
        if name in ("train.jsonl.gz", "validation.jsonl.gz"):
            data = gzip.compress(shuffled(gzip.decompress(data)), mtime=0)
        (copy / name).write_bytes(data)
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    (copy / "manifest.json").write_text(json.dumps(manifest))


def shuffled(lines: bytes) -> bytes:
    examples = [json.loads(line) for line in lines.splitlines()]
    answers = [message for example in examples for message in example["messages"] if message["role"] == "assistant"]
    texts = [answer["content"] for answer in answers]
    random.Random(SEED).shuffle(texts)
    for answer, text in zip(answers, texts):
        answer["content"] = text
    return "".join(json.dumps(example) + "\n" for example in examples).encode()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
