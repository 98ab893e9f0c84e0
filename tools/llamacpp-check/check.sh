#!/usr/bin/env bash
# Holds Millrace's GGUF files against llama.cpp: installs node-llama-cpp, trains a small Qwen2, then runs check.mjs.
# Usage: tools/llamacpp-check/check.sh [WORK_DIR]            needs a JDK, Maven, Node 20 or newer with npm; about ten minutes on two cores
# TEXT (default ../shared/data/general/wikitext2_valid.txt.gz beside the repository) is what is trained on and measured on.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mkdir -p "${1:-data/llamacpp-check}" && cd "${1:-data/llamacpp-check}" && pwd)
text=$(realpath "${TEXT:-../shared/data/general/wikitext2_valid.txt.gz}")
tools=tools/llamacpp-check
[ -f "$text" ] || { echo "SKIPPED: there is no text at $text; name one with TEXT" >&2; exit 1; }
[ -d $tools/node_modules/node-llama-cpp ] || npm --prefix $tools install --no-audit --no-fund
export MILLRACE="${MILLRACE:-$PWD/millrace}"
"$MILLRACE" --version

mkdir -p "$work/llama" "$work/qwen2"
cp models/base/* "$work/llama/"
node $tools/prepare.mjs adapter "$work/llama" "$work/llama/adapter"

if [ ! -f "$work/qwen2/model.safetensors" ]; then
    cp models/base/{tokenizer.json,tokenizer_config.json,special_tokens_map.json,chat_template.jinja} "$work/qwen2/"
    cp $tools/qwen2-config.json "$work/qwen2/config.json"
    rm -f "$work/vocabulary.gguf"
    "$MILLRACE" export --out "$work/vocabulary.gguf"
    node $tools/prepare.mjs tokens "$work/vocabulary.gguf" "$text" "$work"
    java -Xmx512m -cp "cli/target/millrace/lib/*" dev.millrace.lm.train.Pretrain --dir "$work/qwen2" --data "$work" \
        --steps 400 --batch-tokens 2048 --sequence 256 --learning-rate 3e-3 --log-every 50 --eval-every 200 --eval-tokens 8192
fi
node $tools/prepare.mjs adapter "$work/qwen2" "$work/qwen2/adapter" rslora
TEXT=$text node $tools/check.mjs "$work"
