#!/usr/bin/env bash
# Measures the way from events to examples; each measurement is a line of JSON.
# usage: bench/curation.sh [redact|judge|topology|latency|ingest|signature|lookup] [OPTION …]      without arguments: every one of them
# redact and judge also take Bitext and STAR where the folder DATA holds them (bitext/…_long.csv.gz, star/star_dialogues.jsonl.zst).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
data=${DATA:-$root/../shared/data}
libraries=$root/cli/target/millrace/lib
[ -d "$libraries" ] && [ -d "$root/bench/target/classes" ] || {
    echo "bench: nothing is built; run 'mvn -DskipTests package' in $root" >&2
    exit 1
}

run() { # main class, heap, arguments
    java -Xms"$2" -Xmx"$2" -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints \
        -Dlogback.configurationFile=logback-command.xml -Dmillrace.registry.home="$root/embedded/target/registry" \
        -cp "$root/bench/target/classes:$libraries/*" dev.millrace.bench."$1" "${@:3}"
}

on_real_data() { # subcommand of redact or judge, options
    local class=$1 bitext=$data/bitext/bitext_support_4514_long.csv.gz star=$data/star/star_dialogues.jsonl.zst
    if [ ! -f "$bitext" ] || [ ! -f "$star" ]; then
        echo "bench: SKIPPED on Bitext and STAR, which are not in $data; DATA=FOLDER says where they are" >&2
        return
    fi
    local chats=$work/star.jsonl
    [ -f "$chats" ] || java -cp "$libraries/*" "$root/tools/acceptance/StarConversations.java" "$star" "$chats" >&2
    echo "Bitext:"
    run "$class" 1g "${@:2}" --map question=instruction --map answer=response "$bitext"
    echo "STAR:"
    run "$class" 1g "${@:2}" --chats "$chats"
}

measure() {
    echo "$*"
    case $1 in
        redact) run EngineBench 512m "$@" && on_real_data EngineBench "$@" ;;
        judge) run PipelineBench 512m "$@" && on_real_data PipelineBench "$@" ;;
        topology | latency | ingest) run PipelineBench 1g "$@" ;;
        signature) run DuplicatesBench 1g "$@" ;;
        lookup) run DuplicatesBench 3g "$@" ;;
        *) echo "bench: $1 is no measurement; usage: $(sed -n 's/^# usage: //p' "$0")" >&2 && return 2 ;;
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -gt 0 ]; then
    measure "$@"
else
    for what in redact judge topology latency ingest signature lookup; do measure "$what"; done
fi
