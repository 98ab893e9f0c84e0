#!/usr/bin/env bash
# The same import twice: undisturbed, and with kill -9 of the whole platform in the middle of the import and of the training.
# Snapshot, examples, rejections and adapter must be the same, and nothing may be there twice.
# usage: kill_platform.sh CONVERSATIONS.jsonl WORK_DIR
set -euo pipefail
. "$(dirname "$0")/platform.sh"
chats=$1 work=$(mkdir -p "$2" && cd "$2" && pwd)

prepare() {
    dir=$work/$1
    mkdir -p "$dir"
    if [ -f "$work/undisturbed/installation.key" ] && [ ! -f "$dir/installation.key" ]; then
        cp -p "$work/undisturbed/installation.key" "$dir"
    fi
    cat >"$dir/millrace.yaml" <<'Y'
http: {port: 0}
trainer: {checkpointEverySteps: 10}
domains:
  chats:
    triggers: {count: 0}
    recipe: {method: lora, precision: f32, maxSteps: 60}
Y
}

import_all() { millrace import chats "$chats" --dir "$dir" --domain chats --format jsonl; }

cut() {
    await_curation
    millrace snapshots create --dir "$dir" --domain chats
}

json() { millrace "$1" --dir "$dir" --json "${@:2}" | tail -1; }

await_events() {
    until json status | python3 -c '
import json, sys
sys.exit(json.loads(sys.stdin.read())["topics"]["support.chats.v1"] < int(sys.argv[1]))' "$1"; do :; done
}

await_step() {
    until json jobs | python3 -c '
import json, sys
jobs = json.loads(sys.stdin.read())
sys.exit(not any((job.get("progress") or {}).get("step", 0) >= int(sys.argv[1]) for job in jobs))' "$1"; do sleep 1; done
}

await_report() {
    until json adapters | python3 -c '
import json, sys
sys.exit(not any(adapter["report"] for adapter in json.loads(sys.stdin.read())))'; do sleep 5; done
}

collect() {
    millrace jobs --dir "$dir"
    json adapters >"$work/$1.adapters.json"
    json snapshots >"$work/$1.snapshots.json"
    json rejections --domain chats >"$work/$1.rejections.json"
}

prepare undisturbed
platform_up
import_all
cut
await_report
collect undisturbed
platform_down

prepare killed
platform_up
import_all >"$work/killed.import" 2>&1 &
import=$!
await_events 10000
kill -9 "$(platform_pid)"
wait "$import" && echo "the import did not notice that the platform was killed" >&2
tail -1 "$work/killed.import"
platform_up
import_all
cut
await_step 25
kill -9 "$(platform_pid)"
platform_up
await_report
collect killed
platform_down

python3 "$(dirname "$0")/compare_runs.py" "$work" undisturbed killed
