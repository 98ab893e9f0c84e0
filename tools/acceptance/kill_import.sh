#!/usr/bin/env bash
# The import of two data sets twice: undisturbed, and with kill -9 of the whole platform in the middle of each file and in the middle of judging.
# Snapshot ids, example ids by split and rejections must be the same, and nothing may be there twice.
# usage: kill_import.sh BITEXT.csv.gz STAR.jsonl WORK_DIR
set -euo pipefail
. "$(dirname "$0")/platform.sh"
tickets=$1 chats=$2 work=$(mkdir -p "$3" && cd "$3" && pwd)

# Rows of Bitext have no time of their own: they get that of the first import, which both runs therefore have to share.
prepare() {
    dir=$work/$1
    mkdir -p "$dir"
    if [ "$1" = killed ]; then
        cp -p "$work/undisturbed/installation.key" "$dir"
        mkdir -p "$dir/state" && cp -rp "$work/undisturbed/state/imports" "$dir/state"
    fi
    cat >"$dir/millrace.yaml" <<'Y'
http: {port: 0}
domains:
  bitext: {triggers: {count: 0}}
  star: {triggers: {count: 0}}
Y
}

import_tickets() {
    millrace import tickets "$tickets" --dir "$dir" --domain bitext --format csv --map question=instruction answer=response
}

import_chats() { millrace import chats "$chats" --dir "$dir" --domain star --format jsonl; }

json() { millrace "$1" --dir "$dir" --json "${@:2}" | tail -1; }

# Runs an import and kills the platform when the import has told so often how far it is; then imports the file again as a whole.
killed_import() {
    local run=$1 told=$2 pid progress=$work/$1.progress
    pid=$(platform_pid)
    "$run" >"$progress" 2>&1 &
    local import=$!
    until [ "$(grep -c '▸' "$progress")" -ge "$told" ] || ! kill -0 "$import" 2>/dev/null; do sleep 0.05; done
    kill -9 "$pid"
    wait "$import" && echo "the import had ended before the platform was killed; kill it earlier" >&2
    tail -1 "$progress"
    platform_up
    "$run"
}

collect() {
    await_curation
    for domain in bitext star; do millrace snapshots create --dir "$dir" --domain "$domain"; done
    json snapshots >"$work/$1.snapshots.json"
    { json rejections --domain bitext; json rejections --domain star; } | python3 -c '
import json, sys
print(json.dumps(sum((json.loads(line) for line in sys.stdin), [])))' >"$work/$1.rejections.json"
}

prepare undisturbed
platform_up
import_tickets
import_chats
collect undisturbed
platform_down

prepare killed
platform_up
killed_import import_tickets 1
killed_import import_chats 3
kill -9 "$(platform_pid)"
platform_up
collect killed
platform_down

python3 "$(dirname "$0")/compare_runs.py" "$work" undisturbed killed
