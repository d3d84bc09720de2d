#!/usr/bin/env bash
# Measures the built program by its launcher: the time of `version`, the time from start to the first snapshot, and the
# memory with ALERTS open, between the real Alertmanager and the real Argus.
#   dist/src/bench/figures.sh [ALERTS]     (1000)
# Needs `mvn -q -DskipTests package` and dist/src/it/lab/deps.sh install. Keeps Argus's packages in ~/.cache.
set -euo pipefail
alerts=${1:-1000}
here=$(cd "$(dirname "$0")" && pwd)
lab=$here/../it/lab
glue=$here/../../target/argus-glue/bin/argus-glue
work=$(mktemp -d /tmp/argus-glue-figures.XXXXXX)
chmod 755 "$work"
pid=
export ARGUS_VENV=${ARGUS_VENV:-$HOME/.cache/argus-glue/argus-venv} RESEND=5s

finish() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    "$lab/prometheus.sh" stop "$work/prometheus" >/dev/null 2>&1 || true
    "$lab/argus.sh" stop "$work/argus" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT

now() { date +%s%N; }
seconds() { awk -v ns="$1" 'BEGIN { printf "%.2f s", ns / 1e9 }'; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
value() { sed -n "s|^$1=||p" "$2"; }

await_line() {
    for _ in $(seq 6000); do
        grep -q "$1" "$work/log" 2>/dev/null && return 0
        kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
        sleep 0.01
    done
    echo "no line like '$1' in a minute" >&2
    exit 1
}

for _ in $(seq 11); do
    begin=$(now)
    "$glue" version >/dev/null
    echo $(($(now) - begin))
done | median >"$work/version"
echo "version: $(seconds "$(cat "$work/version")") (median of 11)"

"$lab/argus.sh" start "$work/argus" >"$work/argus.env"
"$lab/prometheus.sh" start "$work/prometheus" "$alerts" >"$work/prometheus.env"
"$lab/prometheus.sh" fire "$work/prometheus" all >/dev/null
"$lab/prometheus.sh" wait "$work/prometheus" "$alerts" 120

# Writes the configuration for a source of its own in Argus.
configure() {
    rm -rf "$work/state"
    (
        umask 077
        cat >"$work/argus-glue.toml" <<TOML
state_dir = "$work/state"
[http]
listen = "127.0.0.1:0"
[argus]
url = "$(value ARGUS_URL "$work/argus.env")"
[sources.figures]
type = "alertmanager"
argus_token = "$("$lab/argus.sh" source "$work/argus" "$1")"
urls = ["$(value ALERTMANAGER_1 "$work/prometheus.env")"]
TOML
    )
}

# Prints how long it took from the start to the first snapshot.
time_start() {
    local begin
    rm -f "$work/log"
    begin=$(now)
    "$glue" -c "$work/argus-glue.toml" run 2>"$work/log" &
    pid=$!
    await_line "source: $alerts alerts open"
    echo $(($(now) - begin))
    kill "$pid"
    wait "$pid" || true
}

for i in 1 2 3 4 5; do
    configure "empty$i"
    time_start
done | median >"$work/start"
echo "start to first snapshot: $(seconds "$(cat "$work/start")") (median of 5, $alerts alerts in Alertmanager, none in Argus)"

configure full
"$glue" -c "$work/argus-glue.toml" sync 2>"$work/log"
for i in 1 2 3 4 5; do time_start; done | median >"$work/start"
echo "start to first snapshot: $(seconds "$(cat "$work/start")") (median of 5, $alerts alerts in Alertmanager and in Argus)"

rm -f "$work/log"
"$glue" -c "$work/argus-glue.toml" run 2>"$work/log" &
pid=$!
await_line "source: $alerts alerts open"
sleep 60
awk -v alerts="$alerts" '/^VmHWM/ { peak = $2 } /^VmRSS/ { now = $2 }
    END { printf "memory with %d open, a minute after the start: %.0f MiB resident, %.0f MiB at most\n", alerts, now / 1024, peak / 1024 }' \
    "/proc/$pid/status"
kill "$pid"
wait "$pid" || true
pid=
