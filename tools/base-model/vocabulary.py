"""Trains the byte-level BPE vocabulary on the corpus and writes the tokenizer files of the model folder.

Usage: vocabulary.py WORK_DIR MODEL_DIR
"""
import json
import shutil
import sys
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

SIZE = 8192
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def texts(work):
    for name in ("corpus.jsonl", "support.jsonl", "chats.jsonl"):
        path = work / name
        if path.exists():
            for line in path.open(encoding="utf-8"):
                record = json.loads(line)
                yield record["text"] if "text" in record else "\n".join(m["content"] for m in record["messages"])


def main(work, model):
    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(vocab_size=SIZE, special_tokens=[AddedToken(t, special=True, normalized=False) for t in SPECIAL],
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts(work), trainer)
    model.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(model / "tokenizer.json"))
    for fixed in (Path(__file__).parent / "model").iterdir():
        shutil.copy(fixed, model / fixed.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
