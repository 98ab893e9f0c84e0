#!/usr/bin/env python3
"""Compares what two runs of kill_platform.sh or of kill_import.sh made; exit code 1 on any difference.

usage: compare_runs.py WORK_DIR RUN OTHER_RUN
"""
import gzip
import json
import pathlib
import sys


class Run:
    def __init__(self, work: pathlib.Path, name: str):
        self.folder = work / name
        load = lambda what: json.loads((work / f"{name}.{what}.json").read_text())
        self.snapshots, self.rejections = load("snapshots"), load("rejections")
        self.adapters = load("adapters") if (work / f"{name}.adapters.json").exists() else []

    def artifact(self, uri: str) -> pathlib.Path:
        return self.folder / "artifacts" / uri.removeprefix("artifact:///")

    def examples(self) -> list[str]:
        folders = [self.artifact(snapshot["uri"]) for snapshot in self.snapshots]
        files = sorted(file for folder in folders for file in folder.glob("*.jsonl.gz"))
        return [f"{file.name} {json.loads(line)['id']}" for file in files for line in gzip.open(file)]

    def facts(self) -> dict:
        return {
            "snapshot ids": [snapshot["snapshotId"] for snapshot in self.snapshots],
            "examples by split": sorted(self.examples()),
            "rejections": sorted((r["domain"], r["conversationId"], r["reason"]) for r in self.rejections),
            "candidates": len(self.adapters),
            "adapter files": [sorted((f["path"], f["sha256"]) for f in a["adapter"]["files"] if f["path"] == "adapter_model.safetensors") for a in self.adapters],
            "verdicts": [adapter["report"]["verdict"] for adapter in self.adapters],
        }


def main(work: pathlib.Path, one: str, other: str) -> int:
    mine, theirs = Run(work, one).facts(), Run(work, other).facts()
    different = 0
    for name, value in mine.items():
        same = value == theirs[name]
        different += not same
        size = f"{len(value):,} " if isinstance(value, list) else f"{value} "
        print(f"{'same     ' if same else 'DIFFERENT'} {size}{name}")
    examples = mine["examples by split"]
    print(f"{len(examples) - len(set(examples))} examples twice")
    return 1 if different or len(examples) != len(set(examples)) else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
