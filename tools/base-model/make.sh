#!/usr/bin/env bash
# Makes models/base again: downloads Debian documentation packages, makes the corpus, trains tokenizer and model, measures them.
# Usage: tools/base-model/make.sh [WORK_DIR]        needs Debian with apt, python3-venv, a JDK and Maven; under two hours on two cores
# DATA (default ../shared/data beside the repository) holds the two texts that bits per byte are measured on.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mkdir -p "${1:-data/base-model}" && cd "${1:-data/base-model}" && pwd)
data=${DATA:-../shared/data}
tools=tools/base-model
model=models/base

if [ ! -d "$work/venv" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet numpy tokenizers
fi
python=$work/venv/bin/python

unpack() {
    mkdir -p "$work/debs" "$work/packages"
    packages=$(grep -v '^#' $tools/sources.tsv | cut -f1 | sort -u)
    # shellcheck disable=SC2086
    (cd "$work/debs" && apt-get download -qq $packages)
    for deb in "$work"/debs/*.deb; do
        name=$(basename "$deb" | cut -d_ -f1)
        dpkg-deb -x "$deb" "$work/packages/$name"
    done
}

if [ ! -f "$work/train.bin" ]; then
    unpack
    "$python" $tools/corpus.py "$work/packages" "$work"
    "$python" $tools/supporttalk.py "$work" 6000000 3100 8
    "$python" $tools/vocabulary.py "$work" $model
    "$python" $tools/pack.py "$work" $model 3.6
fi

mvn -q -pl lm -am package -DskipTests
mvn -q -pl lm dependency:build-classpath -Dmdep.outputFile="$work/classpath"
classpath=lm/target/classes:$(cat "$work/classpath")
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=17179869184
pretrain() {
    java -Xmx512m -cp "$classpath" dev.millrace.lm.train.Pretrain --dir $model --data "$work" --checkpoints "$work/checkpoints" \
        --batch-tokens 2048 --sequence 512 --floor 0.03 --log-every 25 --checkpoint-every 300 --eval-every 600 --eval-tokens 32768 "$@"
}

pretrain --steps 3000 --learning-rate 2e-3 | tee "$work/1-text.log"
cp $model/model.safetensors "$work/text-stage.safetensors"
pretrain --init weights --chat "$work/chats.jsonl" --mix 0.5 --steps 110 --learning-rate 3e-4 | tee "$work/2-chat.log"
"$python" $tools/average.py "$work/text-stage.safetensors" $model/model.safetensors 0.65
"$python" $tools/evaluate.py "$work" $model "$data" "$classpath"
"$python" $tools/card.py "$work" > $model/README.md
