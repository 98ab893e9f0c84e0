"""Loads the model folder with transformers, compares its f32 logits with the engine's, and prints greedy continuations.

Usage: check.py MODEL_DIR CLASSPATH   (needs torch and transformers; exits with 1 where the logits differ by more than 1e-4)
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXT = "The delivery was late, and the box was damaged when it arrived. What can I do?"
PROMPTS = ["The history of the city begins in the", "Thank you for contacting us. We"]
QUESTIONS = ["How do I reset my password?", "I want to cancel my order.", "My parcel is late. Where is it?"]


def engine_logits(folder, classpath, ids):
    with tempfile.NamedTemporaryFile() as out:
        source = Path(__file__).with_name("EngineLogits.java")
        subprocess.run(["java", "-cp", classpath, str(source), folder, out.name, *map(str, ids)], check=True, stdout=subprocess.DEVNULL)
        return np.fromfile(out.name, "<f4").reshape(len(ids), -1)


def main(folder, classpath):
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    ids = tokenizer(TEXT)["input_ids"]
    with torch.no_grad():
        error = np.abs(model(torch.tensor([ids])).logits[0].numpy() - engine_logits(folder, classpath, ids)).max()
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters; largest difference of f32 logits {error:.2e}")
    chats = [tokenizer.apply_chat_template([{"role": "user", "content": q}], tokenize=False, add_generation_prompt=True) for q in QUESTIONS]
    for prompt in PROMPTS + chats:
        inputs = tokenizer(prompt, return_tensors="pt", return_token_type_ids=False)
        out = model.generate(**inputs, max_new_tokens=80, do_sample=False, repetition_penalty=1.0)
        print("---", tokenizer.decode(out[0]))
    return 0 if error <= 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
