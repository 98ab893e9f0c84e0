"""Bits per byte of the model (scored by the engine) and of the 5-gram model, written to WORK_DIR/figures.json.

Usage: evaluate.py WORK_DIR MODEL_DIR DATA_DIR CLASSPATH
DATA_DIR holds general/wikitext2_valid.txt.gz and bitext/bitext_support_4514_long.csv.gz; both are only measured on.
"""
import csv
import gzip
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ngram import KneserNey, documents, training_ids


def texts(data):
    wiki = gzip.open(data / "general/wikitext2_valid.txt.gz", "rt", encoding="utf-8").read()
    with gzip.open(data / "bitext/bitext_support_4514_long.csv.gz", "rt", encoding="utf-8", newline="") as f:
        answers = [row["response"].replace("\r\n", "\n") for row in csv.DictReader(f)]
    return {"wikitext2_valid": [wiki], "bitext answers": answers}


def tokenized(work, name, documents_of, tokenizer):
    ids = [np.array(e.ids + [0], "<u2") for e in tokenizer.encode_batch(documents_of)]
    path = work / f"{name.replace(' ', '_')}.bin"
    np.concatenate(ids).tofile(path)
    return path


def engine_nats(classpath, model, path):
    score = Path(__file__).with_name("BitsPerByte.java")
    out = subprocess.run(["java", "-Xmx1g", "-cp", classpath, str(score), str(model), str(path)], check=True, capture_output=True, text=True).stdout
    return float(out.strip().splitlines()[-1].split()[0])


def ngram_nats(ngram, path):
    return -sum(ngram.log_probabilities(d[:-1]).sum() for d in documents(np.fromfile(path, "<u2").astype(np.int64)))


def main(work, model, data, classpath):
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    ngram, figures = KneserNey(training_ids(work, tokenizer)), {}
    for name, documents_of in texts(data).items():
        path = tokenized(work, name, documents_of, tokenizer)
        size = sum(len(d.encode()) for d in documents_of)
        bits = {"bytes": size, "tokens": int(np.count_nonzero(np.fromfile(path, "<u2"))),
                "5-gram": float(ngram_nats(ngram, path) / math.log(2) / size)}
        if classpath:
            bits["model"] = engine_nats(classpath, model, path) / math.log(2) / size
        figures[name] = bits
        print(name, bits, flush=True)
    (work / "figures.json").write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
