#!/usr/bin/env bash
# A disposable Prometheus with its Alertmanager on loopback for the integration tests, and N alerts to switch on and off.
#
#   prometheus.sh start   DIR N                  make the lab in the new directory DIR and start it; prints the environment
#   prometheus.sh env     DIR                    EXPORTER, PROMETHEUS_1.., ALERTMANAGER_1.., as NAME=value
#   prometheus.sh fire    DIR COUNT|all          let COUNT more alerts fire
#   prometheus.sh resolve DIR COUNT|all          let COUNT of the firing ones end
#   prometheus.sh set     DIR on|off 3,7,8       switch these alerts, numbered from 1
#   prometheus.sh wait    DIR COUNT [SECONDS [I]]  until Alertmanager I (1) lists COUNT alerts, at most SECONDS (60)
#   prometheus.sh break-rule  DIR [K]            make the evaluation of rule K (1) fail, until
#   prometheus.sh repair-rule DIR [K]
#   prometheus.sh kill-prom|run-prom DIR [I]     stop, start Prometheus I (1); its data stays
#   prometheus.sh kill-am|run-am     DIR [I]     stop, start Alertmanager I (1); its data stays
#   prometheus.sh status  DIR                    what is on in the exporter, firing in each Prometheus, in each Alertmanager
#   prometheus.sh stop    DIR                    stop everything; DIR stays and can be deleted
#
# Read by start and kept in DIR/lab.conf:
#   PROMS (1)     Prometheus servers; from 2 on a redundant set, told apart by an external label that no alert carries
#   AMS (1)       Alertmanagers; from 2 on one gossip cluster
#   RULES (5)     alert rules; the N alerts are dealt out over them
#   EVAL (1s)     scrape and evaluation interval     FOR (0s)      how long an expression must hold
#   RESEND (15s)  --rules.alert.resend-delay: an alert's lease is 4 x max(RESEND, EVAL)
#   GRACE (10m)   --rules.alert.for-grace-period     INHIBIT (0)   1: critical mutes warning of the same site
#   NOSUMMARY (0) 1: rule 1 has no summary annotation
#   WATCHDOG (0)  1: one more alert, Watchdog, which always fires    GROUP_INTERVAL (2s)   Alertmanager's
#   WEBHOOK_URL, WEBHOOK_TOKEN    where Alertmanager posts to, and the bearer token it shows; none without
#   PROM_BIN, AM_BIN              the programs
# Needs what deps.sh installs.
set -euo pipefail

usage() { sed -n '2,29s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "prometheus.sh: $*" >&2; exit 1; }

# --- what belongs to one lab ---------------------------------------------------------------------------------------

settle() {
    local prom am ports i count proms=${PROMS:-1} ams=${AMS:-1}
    prom=${PROM_BIN:-$(command -v prometheus)} || die "prometheus is not installed: run deps.sh"
    am=${AM_BIN:-$(command -v prometheus-alertmanager || command -v alertmanager)} ||
        die "alertmanager is not installed: run deps.sh"
    count=$((1 + proms + 2 * ams))
    mapfile -t ports < <(python3 - "$count" <<'PY'
import socket
import sys

held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
for one in held:
    print(one.getsockname()[1])
PY
    )
    {
        printf '%s=%q\n' size "$1" prom_bin "$prom" am_bin "$am" proms "$proms" ams "$ams" rules "${RULES:-5}" \
            eval_interval "${EVAL:-1s}" for_time "${FOR:-0s}" resend "${RESEND:-15s}" grace "${GRACE:-10m}" \
            inhibit "${INHIBIT:-0}" no_summary "${NOSUMMARY:-0}" watchdog "${WATCHDOG:-0}" group_interval "${GROUP_INTERVAL:-2s}" \
            webhook_url "${WEBHOOK_URL:-}" webhook_token "${WEBHOOK_TOKEN:-}" exporter_port "${ports[0]}"
        for ((i = 1; i <= proms; i++)); do printf 'prom_port[%d]=%d\n' "$i" "${ports[i]}"; done
        for ((i = 1; i <= ams; i++)); do
            printf 'am_port[%d]=%d\ngossip_port[%d]=%d\n' "$i" "${ports[proms + i]}" "$i" "${ports[proms + ams + i]}"
        done
    } >"$dir/lab.conf"
}

declare -a prom_port=() am_port=() gossip_port=()
size='' prom_bin='' am_bin='' proms='' ams='' rules='' eval_interval='' for_time='' resend='' grace=''
inhibit='' no_summary='' watchdog='' group_interval='' webhook_url='' webhook_token='' exporter_port=''

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'prometheus.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
}

# Configuration files are written as JSON, which is YAML too.
write_configuration() {
    size=$size rules=$rules eval_interval=$eval_interval for_time=$for_time no_summary=$no_summary inhibit=$inhibit watchdog=$watchdog \
        group_interval=$group_interval proms=$proms webhook_url=$webhook_url webhook_token=$webhook_token exporter_port=$exporter_port \
        am_targets="${am_port[*]/#/127.0.0.1:}" python3 - "$dir" <<'PY'
import json
import os
import pathlib
import sys

env, folder = os.environ, pathlib.Path(sys.argv[1])


def write(name, content):
    (folder / name).write_text(json.dumps(content, indent=1))


def rule(number):
    name = "LabAlert%d" % number
    # The right side is one sample; a second one (break-rule) makes the match ambiguous, which is an evaluation error.
    expression = 'lab_state{rule="%d"} * on (rule) group_left () lab_rule{rule="%d"} == 1' % (number, number)
    annotations = {
        "summary": name + " on {{ $labels.host }}",
        "description": name + " at {{ $labels.site }}: value {{ $value }}",
        "runbook_url": "https://runbooks.example.org/" + name,
    }
    if env["no_summary"] == "1" and number == 1:
        del annotations["summary"]
    made = {"alert": name, "expr": expression, "labels": {"team": "noc"}, "annotations": annotations}
    return made if env["for_time"] == "0s" else made | {"for": env["for_time"]}


# One group a rule: a rule that is broken does not hold up the others.
groups = [{"name": "lab%d" % n, "rules": [rule(n)]} for n in range(1, int(env["rules"]) + 1)]
if env["watchdog"] == "1":
    groups.append({"name": "watchdog", "rules": [{"alert": "Watchdog", "expr": "vector(1)", "labels": {"severity": "none"}}]})
write("rules.yml", {"groups": groups})

for replica in range(1, int(env["proms"]) + 1):
    write("prometheus%d.yml" % replica, {
        "global": {
            "scrape_interval": env["eval_interval"],
            "evaluation_interval": env["eval_interval"],
            "external_labels": {"cluster": "lab", "replica": str(replica)},
        },
        "rule_files": [str(folder / "rules.yml")],
        "scrape_configs": [{
            "job_name": "lab",
            "static_configs": [{"targets": ["127.0.0.1:" + env["exporter_port"]]}],
        }],
        "alerting": {
            "alert_relabel_configs": [{"action": "labeldrop", "regex": "replica"}],
            "alertmanagers": [{"static_configs": [{"targets": env["am_targets"].split()}]}],
        },
    })

receiver = {"name": "lab"}
if env["webhook_url"]:
    hook = {"url": env["webhook_url"], "send_resolved": True}
    if env["webhook_token"]:
        hook["http_config"] = {"authorization": {"credentials": env["webhook_token"]}}
    receiver["webhook_configs"] = [hook]
alertmanager = {
    "route": {
        "receiver": "lab",
        "group_by": ["alertname"],
        "group_wait": "1s",
        "group_interval": env["group_interval"],
        "repeat_interval": "1h",
    },
    "receivers": [receiver],
}
if env["inhibit"] == "1":
    alertmanager["inhibit_rules"] = [{
        "source_matchers": ['severity="critical"'],
        "target_matchers": ['severity="warning"'],
        "equal": ["site"],
    }]
write("alertmanager.yml", alertmanager)
PY
}

write_exporter() {
    cat >"$dir/exporter.py" <<'PY'
"""Serves the metrics that the lab's rules look at. What is on survives a restart in state.json."""

import http.server
import json
import os
import sys
import threading
import urllib.parse

STATE, PORT, SIZE, RULES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
SITES = ("oslo", "bergen", "tromso", "wellington")
SEVERITIES = ("critical", "warning", "info")
LOCK = threading.Lock()
ON, BROKEN = set(), set()


def load():
    if os.path.exists(STATE):
        with open(STATE) as file:
            kept = json.load(file)
        ON.update(kept["on"])
        BROKEN.update(kept["broken"])


def save():
    with open(STATE + ".new", "w") as file:
        json.dump({"on": sorted(ON), "broken": sorted(BROKEN)}, file)
    os.replace(STATE + ".new", STATE)


def metrics():
    for number in range(1, SIZE + 1):
        labels = {
            "rule": 1 + (number - 1) % RULES,
            "number": number,
            "host": "host%d.example.org" % number,
            "ifName": "ge-0/0/%d" % (number % 48),
            "site": SITES[number % len(SITES)],
            "severity": SEVERITIES[number % len(SEVERITIES)],
        }
        text = ",".join('%s="%s"' % label for label in labels.items())
        yield "lab_state{%s} %d\n" % (text, number in ON)
    for rule in range(1, RULES + 1):
        yield 'lab_rule{rule="%d",copy="0"} 1\n' % rule
        if rule in BROKEN:
            yield 'lab_rule{rule="%d",copy="1"} 1\n' % rule


def amount(text):
    return SIZE if text == "all" else int(text)


def change(action, query):
    if action == "fire":
        ON.update([n for n in range(1, SIZE + 1) if n not in ON][: amount(query["count"])])
    elif action == "resolve":
        ON.difference_update(sorted(ON)[: amount(query["count"])])
    elif action == "set":
        numbers = {int(n) for n in query["numbers"].split(",")}
        if not numbers <= set(range(1, SIZE + 1)):
            raise ValueError("alerts are numbered 1 to %d" % SIZE)
        {"on": ON.update, "off": ON.difference_update}[query["to"]](numbers)
    elif action == "break":
        BROKEN.add(int(query["rule"]))
    elif action == "repair":
        BROKEN.discard(int(query["rule"]))
    else:
        raise KeyError(action)
    save()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def summary(self):
        return json.dumps({"size": SIZE, "on": len(ON), "broken": sorted(BROKEN)}) + "\n"

    def do_GET(self):
        with LOCK:
            text = "".join(metrics()) if self.path == "/metrics" else self.summary()
        self.answer(200, text)

    def do_POST(self):
        url = urllib.parse.urlparse(self.path)
        try:
            with LOCK:
                change(url.path.strip("/"), dict(urllib.parse.parse_qsl(url.query)))
                text = self.summary()
        except (KeyError, ValueError) as fault:
            self.answer(400, "%r\n" % fault)
        else:
            self.answer(200, text)


load()
http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
PY
}

# --- processes -----------------------------------------------------------------------------------------------------

# A process is ours when it runs and names DIR on its command line. While one program takes the place of another in it,
# the command line is empty for a moment: whoever concludes that it has ended looks twice.
alive() {
    local pid
    [ -s "$dir/$1.pid" ] || return 1
    read -r pid <"$dir/$1.pid"
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$dir/"
}

# Returns when the program has begun: until then the process is this script and has a command line of another kind.
launch() {
    local name=$1 attempt
    shift
    setsid "$@" </dev/null >>"$dir/$name.log" 2>&1 &
    echo $! >"$dir/$name.pid"
    for attempt in $(seq 100); do
        alive "$name" && return 0
        kill -0 "$!" 2>/dev/null || return 0
        sleep 0.02
    done
    die "$name has not begun after $attempt looks"
}

end_process() {
    local pid attempt
    if alive "$1"; then
        read -r pid <"$dir/$1.pid"
        kill "$pid"
        for attempt in $(seq 100); do
            alive "$1" || break
            [ "$attempt" -lt 100 ] || kill -9 "$pid"
            sleep 0.1
        done
    fi
    rm -f "$dir/$1.pid"
}

get() { curl --silent --show-error --fail --max-time 30 "$1"; }
post() { curl --silent --show-error --fail-with-body --max-time 30 --request POST "http://127.0.0.1:$exporter_port/$1"; }

await() {
    local attempt
    for attempt in $(seq 300); do
        get "$1" >/dev/null 2>&1 && return 0
        alive "$2" || { sleep 0.3 && alive "$2"; } || die "$2 ended, see $dir/$2.log: $(tail -n 1 "$dir/$2.log")"
        sleep 0.1
    done
    die "no answer from $1 after $attempt tries, see $dir/$2.log"
}

member() {
    local number=${1:-1}
    if ! [[ $number =~ ^[1-9][0-9]*$ ]] || [ "$number" -gt "$2" ]; then
        die "there is no number '$number', only 1 to $2"
    fi
    echo "$number"
}

run_exporter() {
    alive exporter && return 0
    launch exporter python3 "$dir/exporter.py" "$dir/state.json" "$exporter_port" "$size" "$rules"
    await "http://127.0.0.1:$exporter_port/" exporter
}

run_prom() {
    alive "prometheus$1" && return 0
    launch "prometheus$1" "$prom_bin" --config.file="$dir/prometheus$1.yml" --storage.tsdb.path="$dir/prometheus$1" \
        --web.listen-address="127.0.0.1:${prom_port[$1]}" \
        --web.enable-lifecycle --rules.alert.resend-delay="$resend" \
        --rules.alert.for-grace-period="$grace" --alertmanager.notification-queue-capacity=50000 --log.level=warn
    await "http://127.0.0.1:${prom_port[$1]}/-/ready" "prometheus$1"
}

run_am() {
    local other cluster=(--cluster.listen-address=)
    alive "alertmanager$1" && return 0
    if [ "$ams" -gt 1 ]; then
        cluster=("--cluster.listen-address=127.0.0.1:${gossip_port[$1]}"
            "--cluster.advertise-address=127.0.0.1:${gossip_port[$1]}" --cluster.settle-timeout=4s)
        for other in "${!gossip_port[@]}"; do
            [ "$other" = "$1" ] || cluster+=("--cluster.peer=127.0.0.1:${gossip_port[other]}")
        done
    fi
    launch "alertmanager$1" "$am_bin" --config.file="$dir/alertmanager.yml" --storage.path="$dir/alertmanager$1" \
        --web.listen-address="127.0.0.1:${am_port[$1]}" --log.level=info "${cluster[@]}"
    await "http://127.0.0.1:${am_port[$1]}/-/ready" "alertmanager$1"
}

# --- commands ------------------------------------------------------------------------------------------------------

print_env() {
    local i
    echo "EXPORTER=http://127.0.0.1:$exporter_port"
    for i in "${!prom_port[@]}"; do echo "PROMETHEUS_$i=http://127.0.0.1:${prom_port[i]}"; done
    for i in "${!am_port[@]}"; do echo "ALERTMANAGER_$i=http://127.0.0.1:${am_port[i]}"; done
}

start() {
    local i
    if [ ! -f "$dir/lab.conf" ]; then
        [[ ${1:-} =~ ^[1-9][0-9]*$ ]] || die "start needs the number of alerts, not '${1:-}'"
        settle "$1"
        recall
        write_configuration
        write_exporter
    fi
    recall
    run_exporter
    for i in "${!am_port[@]}"; do run_am "$i"; done
    for i in "${!prom_port[@]}"; do run_prom "$i"; done
    print_env
}

firing() {
    get "http://127.0.0.1:${prom_port[$1]}/api/v1/alerts" | python3 -c '
import json, sys
print(sum(alert["state"] == "firing" for alert in json.load(sys.stdin)["data"]["alerts"]))'
}

listed() {
    get "http://127.0.0.1:${am_port[$1]}/api/v2/alerts" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'
}

or_down() { "$@" 2>/dev/null || echo down; }

status() {
    local i
    echo "exporter: $(or_down get "http://127.0.0.1:$exporter_port/")"
    for i in "${!prom_port[@]}"; do echo "prometheus $i: $(or_down firing "$i")"; done
    for i in "${!am_port[@]}"; do echo "alertmanager $i: $(or_down listed "$i")"; done
}

wait_for() {
    local want=${1:?COUNT is missing} seconds=${2:-60} number seen
    number=$(member "${3:-1}" "$ams")
    SECONDS=0
    while seen=$(or_down listed "$number") && [ "$seen" != "$want" ]; do
        [ "$SECONDS" -lt "$seconds" ] || die "Alertmanager $number lists $seen alerts after $seconds s, not $want"
        sleep 0.2
    done
}

stop() {
    local i
    for i in "${!prom_port[@]}"; do end_process "prometheus$i"; done
    for i in "${!am_port[@]}"; do end_process "alertmanager$i"; done
    end_process exporter
}

[ $# -ge 2 ] || usage
command=$1
[ "$command" != start ] || mkdir -p "$2"
dir=$(cd "$2" 2>/dev/null && pwd) || die "there is no directory '$2'"
shift 2
[ "$command" = start ] || recall
case $command in
    start) start "$@" ;;
    env) print_env ;;
    fire | resolve) post "$command?count=${1:?COUNT is missing}" ;;
    set) post "set?to=${1:?on or off}&numbers=${2:?which alerts}" ;;
    wait) wait_for "$@" ;;
    break-rule | repair-rule)
        number=$(member "${1:-1}" "$rules")
        post "${command%-rule}?rule=$number"
        ;;
    kill-prom | run-prom)
        number=$(member "${1:-1}" "$proms")
        if [ "$command" = run-prom ]; then run_prom "$number"; else end_process "prometheus$number"; fi
        ;;
    kill-am | run-am)
        number=$(member "${1:-1}" "$ams")
        if [ "$command" = run-am ]; then run_am "$number"; else end_process "alertmanager$number"; fi
        ;;
    status) status ;;
    stop) stop ;;
    *) usage ;;
esac
