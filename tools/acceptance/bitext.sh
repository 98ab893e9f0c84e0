#!/usr/bin/env bash
# From a CSV of questions and answers to a ready adapter, then beside it: bf16 LoRA on the same snapshot, and an adapter
# trained on shuffled answers, which the gate must refuse.
# usage: bitext.sh CSV WORK_DIR [RECIPE_KEY=VALUE …]
set -euo pipefail
. "$(dirname "$0")/platform.sh"
csv=$1 work=$(mkdir -p "$2" && cd "$2" && pwd) dir=$work/platform
recipe=("${@:3}")
mkdir -p "$dir"
if [ ${#recipe[@]} -gt 0 ] && [ ! -f "$dir/millrace.yaml" ]; then
    {
        printf 'http: {port: 0}\ndomains:\n  retail:\n    recipe:\n'
        for setting in "${recipe[@]}"; do echo "      ${setting/=/: }"; done
    } >"$dir/millrace.yaml"
fi

started=$SECONDS
platform_up
echo "platform ready after $((SECONDS - started)) s"
started=$SECONDS
millrace import tickets "$csv" --dir "$dir" --domain retail --map question=instruction answer=response tags=intent
await_curation
echo "all judged after $((SECONDS - started)) s"
millrace snapshots create --dir "$dir" --domain retail || true
newest=$(millrace snapshots --dir "$dir" --json | python3 -c '
import json, sys
newest = max(json.loads(sys.stdin.read()), key=lambda snapshot: snapshot["sequence"])
counts = newest["counts"]
print(newest["sequence"])
print("newest snapshot", newest["snapshotId"], newest["uri"], counts, file=sys.stderr)')
until millrace adapters --dir "$dir" --json | python3 -c '
import json, sys
done = [a for a in json.loads(sys.stdin.read()) if a["adapter"]["snapshotSequence"] == int(sys.argv[1]) and a["report"]]
sys.exit(not done)' "$newest"; do sleep 5; done
echo "adapter of the newest snapshot judged after $((SECONDS - started)) s"
millrace snapshots --dir "$dir"
millrace rejections --dir "$dir" --domain retail
millrace jobs --dir "$dir"
millrace adapters --dir "$dir"
millrace adapters --dir "$dir" --json >"$work/adapters.json"
platform_down

read -r snapshot adapter < <(python3 - "$work/adapters.json" "$dir" <<'P'
import json, sys
newest = max((a["adapter"] for a in json.load(open(sys.argv[1]))), key=lambda adapter: adapter["snapshotSequence"])
print(*(uri.replace("artifact://", sys.argv[2] + "/artifacts") for uri in (newest["snapshotUri"], newest["uri"])))
P
)
settings=()
for setting in "${recipe[@]}"; do settings+=(--recipe "$setting"); done
if [ ! -d "$work/shuffled-snapshot" ]; then
    python3 "$(dirname "$0")/shuffle_answers.py" "$snapshot" "$work/shuffled-snapshot"
fi
millrace train "$snapshot" --out "$work/lora" --recipe method=lora "${settings[@]}"
millrace evaluate "$snapshot" "$work/lora" --champion "$adapter" --json | tee "$work/lora.json"
millrace train "$work/shuffled-snapshot" --out "$work/shuffled" "${settings[@]}"
millrace evaluate "$snapshot" "$work/shuffled" --champion "$adapter" --json | tee "$work/shuffled.json"
