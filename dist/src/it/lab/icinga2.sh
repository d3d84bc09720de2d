#!/usr/bin/env bash
# A disposable Icinga 2 for the integration tests: the real daemon as an ordinary process out of one folder, with any
# number of hosts and services, which a test puts into any state through the API.
#
#   icinga2.sh start     DIR HOSTS SERVICES        make the lab in the new directory DIR and start it with everything OK
#                                                  and UP; prints the environment
#   icinga2.sh env       DIR                       ICINGA_URL, ICINGA_NAME (in its certificate), ICINGA_CA, ICINGA_USER,
#                                                  ICINGA_PASSWORD, ICINGA_CERTIFICATE (of that user), ICINGA_PID
#   icinga2.sh set       DIR HOST SERVICE|- STATE [OUTPUT]   report the result of a check; - is the host itself
#   icinga2.sh flap      DIR HOST SERVICE|- TIMES            report CRITICAL (DOWN) and OK (UP) in turns
#   icinga2.sh mass-fail DIR COUNT [STATE [OFFSET]]          let services OFFSET+1 to OFFSET+COUNT fail (CRITICAL, 0)
#   icinga2.sh mass-ok   DIR COUNT [OFFSET]                  let them recover
#   icinga2.sh ack       DIR HOST SERVICE|- [AUTHOR [TEXT]]  acknowledge until it is over
#   icinga2.sh unack     DIR HOST SERVICE|-
#   icinga2.sh comment   DIR HOST SERVICE|- AUTHOR TEXT
#   icinga2.sh downtime  DIR HOST SERVICE|- SECONDS          begins now
#   icinga2.sh notifications DIR on|off HOST SERVICE|-
#   icinga2.sh comments  DIR HOST SERVICE|-        what was written about it: TYPE AUTHOR: TEXT, one a line
#   icinga2.sh show      DIR HOST SERVICE|- ATTRIBUTE   one attribute, as JSON
#   icinga2.sh api       DIR METHOD PATH [JSON]    any other request; prints the answer
#   icinga2.sh permit    DIR PERMISSION...         what the user may do, instead of what the documentation says
#   icinga2.sh freeze|thaw DIR                     stop the daemon where it is, let it go on
#   icinga2.sh end|crash|run|restart DIR           SIGTERM (saves the state), SIGKILL (does not), start, SIGTERM and start
#   icinga2.sh reload    DIR [SERVICES]            SIGHUP; with another number of services than before
#   icinga2.sh stop      DIR                       stop it; DIR stays and can be deleted
#
# Hosts are host1, host2 ...; the last one is behind host1. Service K is "Service K" on host ((K - 1) mod HOSTS) + 1, and
# host1 has one more, whose name is difficult: C:\ "data"; $ö$. Everything is checked passively. A daemon that was
# killed begins with the state that it last saved: when it was ended, or five minutes after its start.
#
# Read by start and kept in DIR/lab.conf:
#   ICINGA_BIN           the daemon (/usr/lib/*/icinga2/sbin/icinga2)
#   ATTEMPTS (1)         failed checks until a state is HARD
#   FLAPPING (0)         1: flap detection
# Needs what deps.sh installs.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)

usage() { sed -n '2,38s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "icinga2.sh: $*" >&2; exit 1; }

# --- what belongs to one lab ---------------------------------------------------------------------------------------

settle() {
    local bin=${ICINGA_BIN:-} found
    for found in /usr/lib/*/icinga2/sbin/icinga2 /usr/lib64/icinga2/sbin/icinga2; do
        [ -n "$bin" ] || [ ! -x "$found" ] || bin=$found
    done
    [ -n "$bin" ] || die "Icinga 2 is not installed: run deps.sh"
    printf '%s=%q\n' hosts "$1" services "$2" bin "$bin" attempts "${ATTEMPTS:-1}" flapping "${FLAPPING:-0}" \
        port "$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')" >"$dir/lab.conf"
}

hosts='' services='' bin='' attempts='' flapping='' port=''

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'icinga2.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    options=()
    local pair
    for pair in DataDir=data LogDir=log CacheDir=cache SpoolDir=spool InitRunDir=run ConfigDir=. ZonesDir=zones.d \
        PidPath=run/icinga2.pid StatePath=data/state ModAttrPath=data/modified.conf ObjectsPath=cache/objects \
        VarsPath=cache/vars; do
        options+=(-D "${pair%%=*}=$dir/${pair#*=}")
    done
    options+=(-D "RunAsUser=$(id -un)" -D "RunAsGroup=$(id -gn)")
}

write_configuration() {
    mkdir -p "$dir"/{data/certs,data/ca,data/api/{packages,zones,zones-stage,log},log/crash,cache,spool/{perfdata,tmp},run,zones.d}
    # In the files of a lab that is there already, only the numbers change.
    cat >"$dir/size.conf" <<EOF
const Hosts = $hosts
const Services = $services
const Attempts = $attempts
const Flapping = $([ "$flapping" = 0 ] && echo false || echo true)
EOF
    [ -f "$dir/user.conf" ] || permit status/query objects/query/Host objects/query/Service objects/query/Comment \
        objects/query/Downtime 'events/*' actions/acknowledge-problem actions/remove-acknowledgement \
        actions/add-comment actions/remove-comment
    cat >"$dir/icinga2.conf" <<EOF
include "size.conf"
include "user.conf"
const NodeName = "icinga-lab"
const ZoneName = NodeName
object Endpoint NodeName {}
object Zone ZoneName { endpoints = [ NodeName ] }
object CheckerComponent "checker" {}
object FileLogger "main" { path = LogDir + "/icinga2.log" }
object ApiListener "api" { bind_host = "127.0.0.1", bind_port = $port }
object ApiUser "operator" { password = "lab operator", permissions = [ "*" ] }
EOF
    cat >>"$dir/icinga2.conf" <<'EOF'
object CheckCommand "passive" { command = [ "/bin/true" ] }
template Host "lab" {
    check_command = "passive"
    enable_active_checks = false
    max_check_attempts = Attempts
    enable_flapping = Flapping
}
template Service "lab" {
    check_command = "passive"
    enable_active_checks = false
    max_check_attempts = Attempts
    enable_flapping = Flapping
    check_interval = 1d
    notes_url = "https://wiki.example.org/$host.name$/$service.name$"
}
object HostGroup "odd" { display_name = "Odd hosts" }
object ServiceGroup "first" { display_name = "The first ones" }
for (number in range(1, Hosts + 1)) {
    object Host "host" + number use (number) {
        import "lab"
        display_name = "Host number " + number
        address = "192.0.2." + (number % 250)
        vars.site = "site" + (number % 5)
        vars.contacts = [ "noc", "owner" ]
        if (number % 2 == 1) { groups = [ "odd" ] }
    }
}
for (number in range(1, Services + 1)) {
    object Service "Service " + number use (number) {
        import "lab"
        host_name = "host" + ((number - 1) % Hosts + 1)
        vars.number = number
        if (number <= 10) { groups = [ "first" ] }
    }
}
object Service "C:\\ \"data\"; $ö$" { import "lab", host_name = "host1" }
if (Hosts > 1) {
    object Dependency "parent" {
        parent_host_name = "host1"
        child_host_name = "host" + Hosts
        disable_checks = false
    }
}
EOF
}

permit() {
    local list
    list=$(printf '"%s", ' "$@")
    echo "object ApiUser \"argus-glue\" { password = \"lab secret\", client_cn = \"argus-glue\", permissions = [ ${list%, } ] }" \
        >"$dir/user.conf"
}

# The authority, the daemon's certificate, and one of the user with its key in the form that argus-glue reads.
make_certificates() {
    local name key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    [ ! -f "$dir/user.pem" ] || return 0
    (
        cd "$dir/data/certs"
        openssl req -x509 -days 30 -subj "/CN=Icinga CA" "${key[@]}" -keyout ca.key -out ca.crt
        for name in icinga-lab argus-glue; do
            openssl req -subj "/CN=$name" "${key[@]}" -keyout "$name.key" -out "$name.csr"
            openssl x509 -req -days 30 -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial \
                -extfile <(echo "subjectAltName=DNS:$name") -out "$name.crt"
        done
        (umask 077 && cat argus-glue.crt argus-glue.key >"$dir/user.pem")
    ) >"$dir/certificates.log" 2>&1 || die "no certificates, see $dir/certificates.log"
}

# --- the daemon ----------------------------------------------------------------------------------------------------

# It is ours when it runs and names DIR on its command line.
alive() {
    local pid
    [ -s "$dir/icinga2.pid" ] || return 1
    read -r pid <"$dir/icinga2.pid"
    names_dir "$pid"
}

names_dir() { tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF "$dir/"; }

# The process that was started, its worker, and the helper that starts checks.
family() {
    local pid children
    alive || return 0
    read -r pid <"$dir/icinga2.pid"
    children=$(ps -o pid= --ppid "$pid" || true)
    echo "$pid" "$children"
    for pid in $children; do ps -o pid= --ppid "$pid" || true; done
}

signal_all() {
    local pid
    for pid in $(family); do kill "-$1" "$pid" 2>/dev/null || true; done
}

end() {
    local pid attempt
    alive || return 0
    read -r pid <"$dir/icinga2.pid"
    signal_all CONT
    kill -TERM "$pid"
    for attempt in $(seq 300); do
        alive || break
        [ "$attempt" -lt 300 ] || crash
        sleep 0.1
    done
    rm -f "$dir/icinga2.pid"
}

crash() {
    local pid pids
    pids=$(family)
    for pid in $pids; do kill -KILL "$pid" 2>/dev/null || true; done
    for pid in $pids; do
        while names_dir "$pid"; do sleep 0.05; done
    done
    rm -f "$dir/icinga2.pid" "$dir/run/icinga2.pid"
}

run() {
    local attempt
    alive && return 0
    (cd "$dir" && exec setsid "$bin" --no-stack-rlimit daemon -c "$dir/icinga2.conf" "${options[@]}" </dev/null >>"$dir/icinga2.log" 2>&1) &
    echo $! >"$dir/icinga2.pid"
    for attempt in $(seq 600); do
        alive || [ "$attempt" -lt 20 ] || die "Icinga ended, see $dir/icinga2.log: $(grep critical "$dir/icinga2.log" | tail -n 3)"
        [ -z "$(started)" ] || return 0
        sleep 0.1
    done
    die "the API does not answer after $attempt looks, see $dir/icinga2.log"
}

# When the daemon started, by its API; nothing while that does not answer.
started() { request started 2>/dev/null || true; }

reload() {
    local before pid
    before=$(started)
    if [ $# != 0 ]; then
        sed -i "s/^services=.*/services=$1/" "$dir/lab.conf"
        recall
        write_configuration
    fi
    read -r pid <"$dir/icinga2.pid"
    kill -HUP "$pid"
    for _ in $(seq 300); do
        case $(started) in "$before" | '') sleep 0.1 ;; *) return 0 ;; esac
    done
    die "Icinga has not read its configuration again, see $dir/icinga2.log"
}

# --- commands ------------------------------------------------------------------------------------------------------

request() { python3 "$here/icinga2_api.py" "$port" "$dir/data/certs/ca.crt" "$@"; }

print_env() {
    local pid=''
    if alive; then read -r pid <"$dir/icinga2.pid"; fi
    printf '%s\n' "ICINGA_URL=https://127.0.0.1:$port" ICINGA_NAME=icinga-lab "ICINGA_CA=$dir/data/certs/ca.crt" \
        ICINGA_USER=argus-glue 'ICINGA_PASSWORD=lab secret' "ICINGA_CERTIFICATE=$dir/user.pem" "ICINGA_PID=$pid"
}

start() {
    if [ ! -f "$dir/lab.conf" ]; then
        if ! [[ ${1:-} =~ ^[1-9][0-9]*$ && ${2:-} =~ ^[0-9]+$ ]]; then die "start needs the number of hosts and of services"; fi
        settle "$1" "$2"
        recall
        write_configuration
        make_certificates
        run
        request seed
        # Saves the state, so that a crash does not make everything unknown.
        end
    fi
    recall
    run
    print_env
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
    set) request set "${1:?HOST}" "${2:?SERVICE or -}" "${3:?STATE}" "${4:-$3 as it was set}" ;;
    flap) request flap "${1:?HOST}" "${2:?SERVICE or -}" "${3:?TIMES}" ;;
    mass-fail) request mass "${2:-CRITICAL}" failure "${1:?COUNT}" "${3:-0}" ;;
    mass-ok) request mass OK recovery "${1:?COUNT}" "${2:-0}" ;;
    ack) request ack "${1:?HOST}" "${2:?SERVICE or -}" "${3:-operator}" "${4:-looking at it}" ;;
    unack | comments) request "$command" "${1:?HOST}" "${2:?SERVICE or -}" ;;
    comment) request comment "${1:?HOST}" "${2:?SERVICE or -}" "${3:?AUTHOR}" "${4:?TEXT}" ;;
    downtime) request downtime "${1:?HOST}" "${2:?SERVICE or -}" "${3:?SECONDS}" ;;
    notifications) request notifications "${2:?HOST}" "${3:?SERVICE or -}" "${1:?on or off}" ;;
    show) request show "${1:?HOST}" "${2:?SERVICE or -}" "${3:?ATTRIBUTE}" ;;
    api) request api "${1:?METHOD}" "${2:?PATH}" "${3:-}" ;;
    permit)
        permit "$@"
        reload
        ;;
    freeze) signal_all STOP ;;
    thaw) signal_all CONT ;;
    end | stop) end ;;
    crash) crash ;;
    run) run ;;
    restart)
        end
        run
        ;;
    reload) reload "$@" ;;
    *) usage ;;
esac
