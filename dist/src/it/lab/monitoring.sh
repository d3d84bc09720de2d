#!/usr/bin/env bash
# Checks what the program brings for Prometheus and Grafana, with their own tools.
#
#   monitoring.sh rules                       the alerting rules and their tests, by promtool
#   monitoring.sh metrics FILE                a scrape, by promtool
#   monitoring.sh dashboard DIR               the dashboard: its queries by promtool, and its structure by Grafana's own model,
#                                             which is fetched from PyPI into the environment DIR if it is not there yet
#   monitoring.sh prometheus DIR URL          starts a Prometheus in the new directory DIR that scrapes URL and evaluates the
#                                             rules, until it is stopped; prints its address
#   monitoring.sh stop DIR                    stops it
#
# GRAFANA_SDK (1769699998!10.1.0)
# Needs what deps.sh installs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
files=$here/../../main/monitoring
version=${GRAFANA_SDK:-1769699998!10.1.0}

usage() { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2; }

check_rules() {
    promtool check rules "$files/argus-glue.rules.yml"
    promtool test rules "$here/../monitoring/argus-glue.rules.test.yml"
}

check_metrics() {
    local said
    said=$(promtool check metrics <"$1" 2>&1) || { echo "$said"; return 1; }
    [ -z "$said" ] || { echo "$said"; return 1; }
}

check_dashboard() {
    if [ ! -e "$1/.sdk-$version" ]; then
        python3 -m venv "$1"
        "$1/bin/pip" install --quiet --disable-pip-version-check "grafana-foundation-sdk==$version" >&2
        touch "$1/.sdk-$version"
    fi
    "$1/bin/python" "$here/monitoring_dashboard.py" "$files/argus-glue.dashboard.json" "$1/queries.yml"
    promtool check rules "$1/queries.yml"
}

start_prometheus() {
    local dir=$1 target=${2#http://} port attempt
    mkdir -p "$dir"
    port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >"$dir/prometheus.yml" <<END
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ["$files/argus-glue.rules.yml"]
scrape_configs: [{job_name: argus-glue, static_configs: [{targets: ["${target%%/*}"]}]}]
END
    setsid prometheus --config.file="$dir/prometheus.yml" --storage.tsdb.path="$dir/data" \
        --web.listen-address="127.0.0.1:$port" --log.level=warn </dev/null >>"$dir/prometheus.log" 2>&1 &
    echo $! >"$dir/prometheus.pid"
    for attempt in $(seq 300); do
        curl --silent --fail "http://127.0.0.1:$port/-/ready" >/dev/null && { echo "http://127.0.0.1:$port"; return; }
        sleep 0.1
    done
    echo "prometheus is not ready after $attempt tries, see $dir/prometheus.log" >&2
    return 1
}

case ${1:-} in
    rules) [ $# = 1 ] || usage; check_rules ;;
    metrics) [ $# = 2 ] || usage; check_metrics "$2" ;;
    dashboard) [ $# = 2 ] || usage; check_dashboard "$2" ;;
    prometheus) [ $# = 3 ] || usage; start_prometheus "$2" "$3" ;;
    stop) [ $# = 2 ] || usage; kill "$(cat "$2/prometheus.pid")" ;;
    *) usage ;;
esac
