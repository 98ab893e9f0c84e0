# Sourced by the other scripts: starts and stops a platform in $dir with the project's launcher.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
millrace() { "$root/millrace" "$@"; }

platform_up() {
    millrace up --dir "$dir" >>"$dir.log" 2>&1 &
    local up=$!
    for _ in $(seq 240); do
        kill -0 "$up" 2>/dev/null || break
        if [ -f "$dir/platform.json" ] && millrace status --dir "$dir" >/dev/null 2>&1; then return; fi
        sleep 1
    done
    echo "the platform did not start; see $dir.log" >&2
    exit 1
}

platform_pid() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["pid"])' "$dir/platform.json"; }

platform_down() {
    kill -TERM "$(platform_pid)"
    wait
}

# Until every event that was written has been judged.
await_curation() {
    until millrace status --dir "$dir" --json | python3 -c '
import json, sys
lag = json.loads(sys.stdin.read().splitlines()[-1])["lag"]
sys.exit(any(part["lag"] for part in lag if part["group"] == "millrace-curation"))'; do sleep 1; done
}
