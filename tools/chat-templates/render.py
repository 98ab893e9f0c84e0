"""Renders conversations with published chat templates as transformers does: the expectations of PublishedTemplatesTest.

    python3 tools/chat-templates/render.py lm/src/test/resources/chat-templates

Needs transformers and jinja2. For every NAME.jinja in the folder it writes NAME.json: each case with the text, or "error" where
the template refuses it. The conversations are in conversations.json beside them. Today is 26 July 2024.
"""
import datetime, json, pathlib, sys
import jinja2
from transformers.utils import chat_template_utils

TOKENS = {
    "llama31": ("<|begin_of_text|>", "<|eot_id|>"),
    "llama32": ("<|begin_of_text|>", "<|eot_id|>"),
    "mistral-v01": ("<s>", "</s>"),
    "mistral-v01-system": ("<s>", "</s>"),
    "mistral-v03": ("<s>", "</s>"),
    "mistral-v03-tools": ("<s>", "</s>"),
    "qwen25": (None, "<|im_end|>"),
    "qwen3": (None, "<|im_end|>"),
    "qwen3-later": (None, "<|im_end|>"),
    "smollm2": ("<|im_start|>", "<|im_end|>"),
    "tinyllama": ("<s>", "</s>"),
}
VARIABLES = {
    "llama31": [{"date_string": "01 Jan 2042"}],
    "llama32": [{"date_string": "01 Jan 2042"}],
    "qwen3": [{"enable_thinking": False}, {"enable_thinking": True}],
    "qwen3-later": [{"enable_thinking": False}, {"enable_thinking": True}],
}
WITH_VARIABLES = ("one question", "system and second question", "many turns", "thoughts", "thoughts at the end")


class Today(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26, 10, 15, 30, tzinfo=tz)


def render(template, tokens, messages, generation_prompt, variables):
    special = {name: token for name, token in zip(("bos_token", "eos_token"), tokens) if token}
    texts, _ = chat_template_utils.render_jinja_template(
        [messages], chat_template=template, add_generation_prompt=generation_prompt, **special, **variables)
    return texts[0]


def case(name, template, conversation, messages, generation_prompt, variables):
    about = {"conversation": conversation, "add_generation_prompt": generation_prompt, "variables": variables}
    try:
        return {**about, "text": render(template, TOKENS[name], messages, generation_prompt, variables)}
    except (jinja2.exceptions.TemplateError, TypeError) as e:
        return {**about, "error": str(e)}


def main():
    folder = pathlib.Path(sys.argv[1])
    chat_template_utils.datetime = Today
    conversations = json.loads((folder / "conversations.json").read_text(encoding="utf-8"))
    for name, tokens in TOKENS.items():
        template = (folder / f"{name}.jinja").read_bytes().decode("utf-8")
        cases = [case(name, template, conversation, messages, generation_prompt, variables)
                 for variables in [{}] + VARIABLES.get(name, [])
                 for conversation, messages in conversations.items()
                 if not variables or conversation in WITH_VARIABLES
                 for generation_prompt in (False, True)]
        out = {"bos_token": tokens[0] or "", "eos_token": tokens[1], "cases": cases}
        (folder / f"{name}.json").write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        refused = sum("error" in c for c in cases)
        print(f"{name}: {len(cases)} cases, {refused} refused")


if __name__ == "__main__":
    main()
