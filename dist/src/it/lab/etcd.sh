#!/usr/bin/env bash
# A disposable etcd on loopback for the integration tests, with one or more members.
#
#   etcd.sh start  DIR             make the lab in the new directory DIR and start it; prints the environment
#   etcd.sh env    DIR             ETCD_ENDPOINTS (separated by commas), ETCD_USER, ETCD_PASSWORD (empty without ETCD_AUTH),
#                                  ETCD_CA, ETCD_CLIENT (PEM files; empty without ETCD_TLS)
#   etcd.sh ctl    DIR ARGS...     etcdctl, as root
#   etcd.sh leader DIR             the number of the leader
#   etcd.sh status DIR             what each member says of itself
#   etcd.sh kill|run DIR N         end member N at once as a crash does, start it again
#   etcd.sh freeze|thaw DIR N...   stop members where they are, all at the same time; let them go on
#   etcd.sh stop   DIR             stop everything; DIR stays and can be deleted
#
# Read by start:
#   ETCD_MEMBERS (1)
#   ETCD_TLS        if not empty: https, and only clients with a certificate of the lab's own CA are let in
#   ETCD_AUTH       if not empty: authentication is on; the user 'glue' may use the keys below /argus-glue/
#   ETCD_TOKEN_TTL (300)    after how many seconds without use a token of the authentication expires
set -euo pipefail

usage() { sed -n '2,19s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "etcd.sh: $*" >&2; exit 1; }

[ $# -ge 2 ] || usage
command=$1
dir=$2
shift 2
here=$(dirname "$(readlink -f "$0")")
password='glue secret'
root='root secret'

# --- what belongs to one lab ---------------------------------------------------------------------------------------

settle() {
    local net
    # One network of loopback addresses for each lab, so that all use etcd's ports.
    net=$(python3 - <<'PY'
import random
import socket

while True:
    net = "127.%d.%d" % (random.randint(60, 250), random.randint(1, 250))
    try:
        with socket.socket() as held:
            held.bind((net + ".1", 2379))
        print(net)
        break
    except OSError:
        continue
PY
    )
    printf 'net=%q\nmembers=%q\ntls=%q\nauth=%q\ntoken_ttl=%q\n' "$net" "${ETCD_MEMBERS:-1}" "${ETCD_TLS:-}" "${ETCD_AUTH:-}" \
        "${ETCD_TOKEN_TTL:-300}" >"$dir/lab.conf"
}

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'etcd.sh start' first"
    net='' members=1 tls='' auth='' token_ttl=300
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    scheme=http${tls:+s}
    endpoints=$(seq -s, -f "$scheme://$net.%g:2379" "$members")
}

certificates() {
    local number names=IP:127.0.0.1
    for number in $(seq "$members"); do names+=",IP:$net.$number"; done
    LAB_NAMES=$names "$here/proxy.sh" certificates "$dir/tls"
}

# --- the members ---------------------------------------------------------------------------------------------------

run_member() {
    local number=$1 peers options=()
    peers=$(for n in $(seq "$members"); do printf 'm%d=http://%s.%d:2380,' "$n" "$net" "$n"; done)
    if [ -n "$tls" ]; then
        options=(--cert-file "$dir/tls/server.crt" --key-file "$dir/tls/server.key" --client-cert-auth
            --trusted-ca-file "$dir/tls/ca.crt")
    fi
    setsid etcd --name "m$number" --data-dir "$dir/m$number" \
        --listen-client-urls "$scheme://$net.$number:2379" --advertise-client-urls "$scheme://$net.$number:2379" \
        --listen-peer-urls "http://$net.$number:2380" --initial-advertise-peer-urls "http://$net.$number:2380" \
        --initial-cluster "${peers%,}" --auth-token-ttl "$token_ttl" --logger zap --log-outputs stderr "${options[@]}" \
        </dev/null >>"$dir/m$number.log" 2>&1 &
    echo $! >"$dir/m$number.pid"
}

await_member() {
    local number=$1
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/$net.$number/2379") 2>/dev/null && return 0
        kill -0 "$(cat "$dir/m$number.pid")" 2>/dev/null || break
        sleep 0.05
    done
    tail -20 "$dir/m$number.log" >&2
    die "member $number does not start; its log: $dir/m$number.log"
}

signal() {
    local number pids=()
    for number in "${@:2}"; do
        [ -f "$dir/m$number.pid" ] || die "member $number does not run"
        pids+=("$(cat "$dir/m$number.pid")")
    done
    kill "-$1" "${pids[@]}"
}

await_end() {
    while kill -0 "$(cat "$dir/m$1.pid")" 2>/dev/null; do sleep 0.02; done
    rm -f "$dir/m$1.pid"
}

ctl() {
    local options=(--endpoints "$endpoints" --dial-timeout 2s --command-timeout 10s)
    [ -z "$tls" ] || options+=(--cacert "$dir/tls/ca.crt" --cert "$dir/tls/client.crt" --key "$dir/tls/client.key")
    [ ! -f "$dir/auth" ] || options+=(--user "root:$root")
    ETCDCTL_API=3 etcdctl "${options[@]}" "$@"
}

leader() {
    local number
    for number in $(seq "$members"); do
        endpoints=$scheme://$net.$number:2379
        if ctl endpoint status -w json 2>/dev/null | python3 -c '
import json, sys
status = json.load(sys.stdin)[0]["Status"]
sys.exit(status["leader"] != status["header"]["member_id"])' 2>/dev/null; then
            echo "$number"
            return 0
        fi
    done
    die "there is no leader"
}

enable_auth() {
    {
        ctl user add root --new-user-password "$root"
        ctl user grant-role root root
        ctl role add glue
        ctl role grant-permission glue --prefix=true readwrite /argus-glue/
        ctl user add glue --new-user-password "$password"
        ctl user grant-role glue glue
        ctl auth enable
    } >"$dir/auth.log" 2>&1 || { cat "$dir/auth.log" >&2; die "authentication cannot be turned on"; }
    touch "$dir/auth"
}

start() {
    local number
    [ ! -e "$dir/lab.conf" ] || die "there is a lab in '$dir'"
    mkdir -p "$dir"
    settle
    recall
    [ -z "$tls" ] || certificates
    for number in $(seq "$members"); do run_member "$number"; done
    for number in $(seq "$members"); do await_member "$number"; done
    for _ in $(seq 50); do
        ctl endpoint health >/dev/null 2>&1 && break
        sleep 0.1
    done
    [ -z "$auth" ] || enable_auth
    print_env
}

print_env() {
    echo "ETCD_ENDPOINTS=$endpoints"
    echo "ETCD_USER=${auth:+glue}"
    echo "ETCD_PASSWORD=${auth:+$password}"
    echo "ETCD_CA=${tls:+$dir/tls/ca.crt}"
    echo "ETCD_CLIENT=${tls:+$dir/tls/client.pem}"
}

stop() {
    local number
    for number in $(seq "$members"); do
        [ -f "$dir/m$number.pid" ] || continue
        kill -9 "$(cat "$dir/m$number.pid")" 2>/dev/null || true
        rm -f "$dir/m$number.pid"
    done
}

case $command in
    start) start; exit ;;
    env | ctl | leader | status | kill | freeze | thaw | run | stop) recall ;;
    *) usage ;;
esac
case $command in
    env) print_env ;;
    ctl) ctl "$@" ;;
    leader) leader ;;
    status) ctl endpoint status -w table ;;
    kill) signal KILL "$1"; await_end "$1" ;;
    freeze) signal STOP "$@" ;;
    thaw) signal CONT "$@" ;;
    run) run_member "$1"; await_member "$1" ;;
    stop) stop ;;
esac
