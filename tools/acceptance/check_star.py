#!/usr/bin/env python3
"""Searches a snapshot made of STAR for what was never said: instructions of the user guide and drafts that were not sent.

A text counts if it is at least 30 characters long and is part of nothing that anyone said in any dialogue.
usage: check_star.py star_dialogues.jsonl.zst SNAPSHOT      exit code 1 if any is found; needs the zstd program
"""
import gzip
import json
import pathlib
import subprocess
import sys

SENT = {"utter", "pick_suggestion"}
LEAST = 30


def unsaid(dialogues: str) -> tuple[set[str], set[str]]:
    said, instructions, drafts = [], set(), set()
    lines = subprocess.run(["zstd", "-dc", dialogues], check=True, capture_output=True).stdout.splitlines()
    for line in lines:
        for event in json.loads(line)["Events"]:
            text = event.get("Text", "").strip()
            if event["Action"] in SENT:
                said.append(text)
            elif event["Action"] == "instruct" and len(text) >= LEAST:
                instructions.add(text)
            elif event["Action"] == "request_suggestions" and len(text) >= LEAST:
                drafts.add(text)
    everything = "\n".join(said)
    return ({text for text in texts if text not in everything} for texts in (instructions, drafts))


def examples(snapshot: pathlib.Path) -> list[str]:
    files = [name for name in ("train", "validation", "holdout", "excluded") if (snapshot / f"{name}.jsonl.gz").exists()]
    return [line for name in files for line in gzip.open(snapshot / f"{name}.jsonl.gz", "rt")]


def main(dialogues: str, snapshot: pathlib.Path) -> int:
    instructions, drafts = unsaid(dialogues)
    found = examples(snapshot)
    texts = "\n".join(message["content"] for line in found for message in json.loads(line).get("messages", []))
    hits = {name: [text for text in candidates if text in texts] for name, candidates in (("instructions", instructions), ("drafts", drafts))}
    print(f"{len(found):,} examples; {len(instructions):,} instructions and {len(drafts):,} drafts that nobody sent")
    for name, texts_found in hits.items():
        print(f"{len(texts_found)} {name} found", *texts_found[:5], sep="\n  ")
    return 1 if any(hits.values()) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
