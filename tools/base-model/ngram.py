"""An interpolated modified Kneser-Ney model over token ids (Chen and Goodman 1998), as the yardstick of the base model.

Lower orders count distinct left neighbours, except n-grams that begin a document, which keep their counts; every order has
three discounts of its own; the unigrams are interpolated with the uniform distribution, so every text has a probability.
Usage: ngram.py WORK_DIR MODEL_DIR   (reads train.bin and the chats, prints the loss on valid.bin)
"""
import sys
from pathlib import Path

import numpy as np

ORDER, VOCABULARY, SEPARATOR = 5, 8192, 0


class Level:
    """One order: sorted n-gram keys with adjusted counts, and for each context its total and its back-off weight."""

    def __init__(self, keys, counts):
        self.keys, self.counts = keys, counts
        n = [np.count_nonzero(counts == c) for c in (1, 2, 3, 4)]
        y = n[0] / (n[0] + 2 * n[1])
        self.discounts = np.array([0, 1 - 2 * y * n[1] / n[0], 2 - 3 * y * n[2] / n[1], 3 - 4 * y * n[3] / n[2]])
        contexts = keys // VOCABULARY
        self.contexts, start = np.unique(contexts, return_index=True)
        self.totals = np.add.reduceat(counts, start).astype(np.float64)
        self.backoff = np.add.reduceat(self.discount(counts), start) / self.totals

    def discount(self, counts):
        return self.discounts[np.minimum(counts, 3)]

    def probability(self, contexts, words, lower):
        at, known = find(self.contexts, contexts)
        hit, seen = find(self.keys, contexts * VOCABULARY + words)
        counts = np.where(seen & known, self.counts[hit], 0)
        own = (counts - self.discount(counts)) / self.totals[at]
        return np.where(known, own + self.backoff[at] * lower, lower)


def find(values, wanted):
    at = np.minimum(np.searchsorted(values, wanted), len(values) - 1)
    return at, values[at] == wanted


class KneserNey:
    def __init__(self, ids):
        ids = np.concatenate([[SEPARATOR], ids]).astype(np.int64)
        self.uniques, grams = [np.arange(VOCABULARY)], ids.copy()
        valid, raw = np.ones(len(ids), bool), []
        inside = ids != SEPARATOR
        for n in range(1, ORDER + 1):
            if n > 1:
                valid = np.concatenate([[False], valid[:-1]]) & (inside if n == 2 else valid) & self.continues(ids, n)
                grams = self.extend(ids, grams, n, valid)
            raw.append((grams, valid.copy()))
        self.levels = self.adjust(ids, raw)

    @staticmethod
    def continues(ids, n):
        """Whether the n-gram ending at each place has no separator after its first token."""
        ok = np.ones(len(ids), bool)
        for back in range(n - 1):
            ok &= np.concatenate([np.zeros(back, bool), ids[:len(ids) - back] != SEPARATOR])
        return ok

    def extend(self, ids, previous, n, valid):
        """Numbers the n-grams: number of the first n-1 tokens times the vocabulary size plus the last."""
        key = np.concatenate([[0], previous[:-1]]) * VOCABULARY + ids
        unique = np.unique(key[valid])
        self.uniques.append(unique)
        number, _ = find(unique, key)
        return number

    def adjust(self, ids, raw):
        levels = []
        for n in range(1, ORDER + 1):
            grams, valid = raw[n - 1]
            first = self.first_token(ids, n)
            keys = self.uniques[n - 1]
            counts = np.bincount(grams[valid], minlength=len(keys))
            if n < ORDER:
                longer, longer_valid = raw[n]
                place = np.nonzero(longer_valid)[0]
                _, once = np.unique(longer[place], return_index=True)
                distinct = np.bincount(grams[place[once]], minlength=len(keys))
                starts = np.zeros(len(keys), bool)
                starts[grams[valid & (first == SEPARATOR)]] = n > 1
                counts = np.where(starts, counts, distinct)
            present = counts > 0
            levels.append(Level(keys[present], counts[present]))
        return levels

    @staticmethod
    def first_token(ids, n):
        return np.concatenate([np.full(n - 1, -1), ids[:len(ids) - n + 1]])

    def log_probabilities(self, ids):
        """Natural logarithm of the probability of each token of a document, after the separator."""
        ids = np.concatenate([[SEPARATOR], ids]).astype(np.int64)
        words = ids[1:]
        p = np.full(len(words), 1 / VOCABULARY)
        context = np.zeros(len(ids), np.int64)
        known = np.ones(len(ids), bool)
        for n, level in enumerate(self.levels, 1):
            if n > 1:
                context, known = self.number(ids, context, known, n - 1)
            usable = known[:-1]
            p = np.where(usable, level.probability(context[:-1] if n > 1 else np.zeros(len(words), np.int64), words, p), p)
        return np.log(p)

    def number(self, ids, previous, known, n):
        """Number of the n-gram that ends at each place, and whether training has seen it."""
        if n == 1:
            return ids, np.ones(len(ids), bool)
        key = np.concatenate([[0], previous[:-1]]) * VOCABULARY + ids
        at, seen = find(self.uniques[n - 1], key)
        return at, seen & np.concatenate([[False], known[:-1]])


def training_ids(work, tokenizer):
    import json
    parts = [np.fromfile(work / "train.bin", "<u2")]
    for line in (work / "chats.jsonl").open():
        text = [t for m in json.loads(line)["messages"] for t in (tokenizer.encode(m["content"]).ids + [2])]
        parts.append(np.array(text + [SEPARATOR]))
    return np.concatenate(parts)


def documents(ids):
    return [d for d in np.split(ids, np.nonzero(ids == SEPARATOR)[0] + 1) if len(d) > 1]


if __name__ == "__main__":
    from tokenizers import Tokenizer
    folder, work = Path(sys.argv[2]), Path(sys.argv[1])
    model = KneserNey(training_ids(work, Tokenizer.from_file(str(folder / "tokenizer.json"))))
    held = np.fromfile(work / "valid.bin", "<u2").astype(np.int64)
    scores = np.concatenate([model.log_probabilities(d[:-1]) for d in documents(held)])
    print("loss per token on valid.bin", -scores.mean(), "over", len(scores))
