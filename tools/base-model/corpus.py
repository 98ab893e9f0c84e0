"""Cleans and deduplicates the packages' prose and writes corpus.jsonl (source, text) and its manifest.

Usage: corpus.py UNPACKED_DIR OUT_DIR
"""
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from extract import documents

STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u00ad": "",
                          "\u2026": "...", "\u2013": "-", "\u2014": " - ", "\u2010": "-", "\u2011": "-", "\u2212": "-",
                          "\u200b": "", "\ufeff": "", "\ufffd": "", "\u00b6": "", "\uf0c1": ""})
COMMON = set("the of and to a in is that for it as with was on be by are this or from at an not you have which can if his he "
             "but they will one all has there been more when who no so were your we their its out may up my her she i".split())
LONGEST_DOCUMENT = 24_000


def sources(path):
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            package, kind, pattern, cap, share, licence = line.split("\t")
            yield package, kind, pattern, float(cap) * 1e6, float(share) * 1e6, licence


def clean(paragraph):
    text = " ".join(paragraph.translate(STRAIGHT).split())
    return re.sub(r"\s+([,;:?!)]|\.(?=\s|$))", r"\1", text)


def is_prose(text):
    """English running text, possibly with some markup in it: enough letters and common words, no listing, no foreign script."""
    if len(text) < 35 or len(text) > 6000:
        return False
    letters = sum(c.isalpha() or c == " " for c in text)
    ascii_share = sum(c < "\x80" for c in text) / len(text)
    words = re.findall(r"[a-z']+", text.lower())
    if letters / len(text) < 0.8 or ascii_share < 0.97 or len(words) < 6:
        return False
    common = sum(w in COMMON for w in words) / len(words)
    return common >= 0.18 and not re.search(r"\.{4}|[=_-]{5}", text)


def prose(paragraphs, seen):
    kept = []
    for raw in paragraphs:
        text = clean(raw)
        if not is_prose(text):
            continue
        key = hashlib.blake2b(re.sub(r"[^a-z]", "", text.lower()).encode(), digest_size=8).digest()
        if key not in seen:
            seen.add(key)
            kept.append(text)
    return kept


def split(paragraphs):
    piece, size = [], 0
    for p in paragraphs:
        piece.append(p)
        size += len(p)
        if size > LONGEST_DOCUMENT:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def version(package):
    out = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, timeout=60, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout
    return re.search(r"Candidate: (\S+)", out).group(1)


def main(unpacked, out):
    seen, manifest = set(), {}
    with open(out / "corpus.jsonl", "w", encoding="utf-8") as corpus:
        for package, kind, pattern, cap, _, licence in sources(Path(__file__).with_name("sources.tsv")):
            entry = manifest.setdefault(package, {"package": package, "version": version(package), "licence": licence, "documents": 0, "bytes": 0})
            taken, pending = 0, []
            for paragraphs in documents(str(unpacked / package), pattern, kind):
                pending += prose(paragraphs, seen)
                if sum(map(len, pending)) < 400:
                    continue
                for piece in split(pending):
                    text = "\n".join(piece)
                    taken += len(text.encode())
                    entry["documents"] += 1
                    corpus.write(json.dumps({"source": package, "text": text}, ensure_ascii=False) + "\n")
                pending = []
                if taken > cap:
                    break
            entry["bytes"] += taken
            print(f"{package:28s} {kind:10s} {taken / 1e6:6.2f} MB", flush=True)
    (out / "sources.json").write_text(json.dumps(list(manifest.values()), indent=1))
    print("total", sum(e["bytes"] for e in manifest.values()) / 1e6, "MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
