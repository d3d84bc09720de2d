#!/usr/bin/env bash
# A disposable Nagios Core 4 (or Naemon) for the integration tests: the real daemon as an ordinary process out of one
# folder, with any number of hosts and services, which a test puts into any state.
#
#   nagios.sh start     DIR HOSTS SERVICES        make the lab in the new directory DIR and start it with everything OK
#                                                 and UP; prints the environment
#   nagios.sh env       DIR                       NAGIOS_CFG, STATUS_FILE, OBJECTS_FILE, LOG_FILE, COMMAND_FILE,
#                                                 PERFDATA_FIFO, LIVESTATUS, CGI_URL, CGI_USER, CGI_PASSWORD, NAGIOS_PID
#   nagios.sh set       DIR HOST SERVICE|- STATE [OUTPUT]   report the result of a check; - is the host itself
#   nagios.sh flap      DIR HOST SERVICE|- TIMES            report CRITICAL (DOWN) and OK (UP) in turns
#   nagios.sh mass-fail DIR COUNT [STATE [OFFSET]]          let services OFFSET+1 to OFFSET+COUNT fail (CRITICAL, 0)
#   nagios.sh mass-ok   DIR COUNT [OFFSET]                  let them recover
#   nagios.sh ack       DIR HOST SERVICE|- [AUTHOR [TEXT]]  acknowledge until it is over
#   nagios.sh unack     DIR HOST SERVICE|-
#   nagios.sh comment   DIR HOST SERVICE|- AUTHOR TEXT
#   nagios.sh downtime  DIR HOST SERVICE|- SECONDS          begins now
#   nagios.sh notifications DIR on|off HOST SERVICE|-       or: on|off alone, for the whole program
#   nagios.sh command   DIR COMMAND...            external commands, without the time
#   nagios.sh sync      DIR                       wait until what was reported so far is in the status file
#   nagios.sh show      DIR HOST SERVICE|-        what the status file says about it
#   nagios.sh comments  DIR HOST SERVICE          its comments, one a line
#   nagios.sh freeze|thaw DIR                     stop the daemon where it is, let it go on
#   nagios.sh end|crash|run|restart DIR           SIGTERM, SIGKILL, start, SIGTERM and start
#   nagios.sh reload    DIR [SERVICES]            SIGHUP; with another number of services than before
#   nagios.sh keep      DIR                       keep what the daemon would know after a crash at this moment
#   nagios.sh roll-back DIR                       crash the daemon and start it with what was kept
#   nagios.sh web       DIR                       serve the CGIs over HTTP with basic authentication; prints CGI_...
#   nagios.sh stop      DIR                       stop everything; DIR stays and can be deleted
#
# Hosts are host1, host2 ...; the last one is behind host1. Service K is "Service K" on host ((K - 1) mod HOSTS) + 1.
# Everything is checked passively, except what ACTIVE says.
#
# Read by start and kept in DIR/lab.conf:
#   NAGIOS_BIN           the daemon (nagios4, nagios or naemon, whichever is there; root runs Naemon as user nagios)
#   STATUS_INTERVAL (1)  seconds between two writings of the status file; Nagios' own default is 10
#   ATTEMPTS (1)         failed checks until a state is HARD
#   ACTIVE (0)           the first so many services are checked by the daemon, too, every CHECK_INTERVAL (5) seconds
#   FLAPPING (0)         1: flap detection        PERFDATA (0)    1: check results go to PERFDATA_FIFO
#   OCSP, OCHP           command lines, with macros, run after each check of a service, a host (none)
#   LIVESTATUS_MODULE    broker module; looked for at the usual places
# Needs what deps.sh installs.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)

usage() { sed -n '2,46s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "nagios.sh: $*" >&2; exit 1; }

# --- what belongs to one lab ---------------------------------------------------------------------------------------

first_of() {
    local name
    for name in "$@"; do
        command -v "$name" && return 0
    done
    return 1
}

first_file() {
    local name
    for name in "$@"; do
        [ ! -f "$name" ] || { echo "$name"; return 0; }
    done
}

settle() {
    local bin user module
    bin=${NAGIOS_BIN:-$(first_of nagios4 nagios naemon /usr/sbin/nagios4)} || die "Nagios is not installed: run deps.sh"
    user=$(id -un)
    [ "$user:${bin##*/}" != root:naemon ] || user=nagios
    module=${LIVESTATUS_MODULE-$(first_file /usr/lib/*/naemon-livestatus/livestatus.so \
        /usr/lib/naemon/naemon-livestatus/livestatus.so /usr/lib/check_mk/livestatus.o)}
    printf '%s=%q\n' hosts "$1" services "$2" bin "$bin" user "$user" status_interval "${STATUS_INTERVAL:-1}" \
        attempts "${ATTEMPTS:-1}" active "${ACTIVE:-0}" check_interval "${CHECK_INTERVAL:-5}" flapping "${FLAPPING:-0}" \
        perfdata "${PERFDATA:-0}" ocsp "${OCSP:-}" ochp "${OCHP:-}" livestatus "$module" >"$dir/lab.conf"
}

hosts='' services='' bin='' user='' status_interval='' attempts='' active='' check_interval='' flapping=''
perfdata='' ocsp='' ochp='' livestatus=''

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'nagios.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
}

write_configuration() {
    mkdir -p "$dir/var/checks" "$dir/var/archives" "$dir/rw" "$dir/results"
    hosts=$hosts services=$services user=$user group=$(id -gn "$user") status_interval=$status_interval \
        attempts=$attempts active=$active check_interval=$check_interval flapping=$flapping perfdata=$perfdata \
        ocsp=$ocsp ochp=$ochp livestatus=$livestatus python3 "$here/nagios_config.py" "$dir"
}

# --- processes -----------------------------------------------------------------------------------------------------

# A process is ours when it runs and names DIR on its command line.
alive() {
    local pid
    [ -s "$dir/$1.pid" ] || return 1
    read -r pid <"$dir/$1.pid"
    names_dir "$pid"
}

names_dir() { tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF "$dir/"; }

launch() {
    local name=$1
    shift
    (cd "$dir" && exec setsid "$@" </dev/null >>"$dir/$name.log" 2>&1) &
    echo $! >"$dir/$name.pid"
}

signal_process() {
    local pid
    alive "$1" || return 0
    read -r pid <"$dir/$1.pid"
    kill "-$2" "$pid"
}

# Ends a process and its children: a crashed Nagios leaves its workers for a moment, a locked one for ever.
end_process() {
    local attempt pid children=''
    if alive "$1"; then
        read -r pid <"$dir/$1.pid"
        children=$(ps -o pid= --ppid "$pid" || true)
        kill -CONT "$pid"
        kill "-$2" "$pid"
    fi
    for attempt in $(seq 200); do
        alive "$1" || break
        [ "$attempt" -lt 200 ] || signal_process "$1" KILL
        sleep 0.1
    done
    for pid in $children; do
        if names_dir "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
    done
    rm -f "$dir/$1.pid"
}

run_nagios() {
    local attempt as=()
    alive nagios && return 0
    [ "$user" = "$(id -un)" ] || as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
    [ "${#as[@]}" = 0 ] || chown -R "$user:" "$dir/var" "$dir/rw"
    # What a crashed one has left would be taken for the new one's.
    rm -f "$dir/rw/nagios.cmd" "$dir/rw/nagios.qh"
    touch "$dir/before"
    launch nagios "${as[@]}" "$bin" "$dir/nagios.cfg"
    for attempt in $(seq 600); do
        [ -p "$dir/rw/nagios.cmd" ] && [ "$dir/var/status.dat" -nt "$dir/before" ] && return 0
        alive nagios || [ "$attempt" -lt 20 ] || die "Nagios ended, see $dir/nagios.log: $("$bin" -v "$dir/nagios.cfg" | tail -n 5)"
        sleep 0.1
    done
    die "Nagios has not begun after $attempt looks, see $dir/nagios.log and $dir/var/nagios.log"
}

run_web() {
    local port programs attempt
    if ! alive web; then
        programs=$(dirname "$(first_of /usr/lib/cgi-bin/nagios4/statusjson.cgi /usr/local/nagios/sbin/statusjson.cgi)") ||
            die "statusjson.cgi is not installed: run deps.sh"
        port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
        echo "$port" >"$dir/web.port"
        launch web python3 "$here/nagios_web.py" "$dir/" "$programs" "$port"
        for attempt in $(seq 100); do
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
            [ "$attempt" -lt 100 ] || die "the CGIs are not served, see $dir/web.log"
            sleep 0.1
        done
    fi
    print_env | grep '^CGI_'
}

# --- commands ------------------------------------------------------------------------------------------------------

print_env() {
    local pid=''
    if alive nagios; then read -r pid <"$dir/nagios.pid"; fi
    printf '%s\n' "NAGIOS_CFG=$dir/nagios.cfg" "STATUS_FILE=$dir/var/status.dat" "OBJECTS_FILE=$dir/var/objects.cache" \
        "LOG_FILE=$dir/var/nagios.log" "COMMAND_FILE=$dir/rw/nagios.cmd" "NAGIOS_PID=$pid"
    [ "$perfdata" = 0 ] || echo "PERFDATA_FIFO=$dir/rw/perfdata"
    [ -z "$livestatus" ] || echo "LIVESTATUS=$dir/rw/live"
    [ ! -f "$dir/web.port" ] || printf '%s\n' "CGI_URL=http://127.0.0.1:$(<"$dir/web.port")/nagios4" \
        CGI_USER=argus-glue 'CGI_PASSWORD=lab secret'
}

# Takes external commands from stdin.
give() {
    alive nagios || die "Nagios does not run: 'nagios.sh run $dir' starts it"
    sed "s/^/[$(date +%s)] /" >"$dir/rw/nagios.cmd"
}

state_number() {
    case $1 in
        0 | OK | UP) echo 0 ;;
        1 | WARNING | DOWN) echo 1 ;;
        2 | CRITICAL | UNREACHABLE) echo 2 ;;
        3 | UNKNOWN) echo 3 ;;
        *) die "there is no state '$1'" ;;
    esac
}

# Prints HOST or HOST;SERVICE, after the name of a command with the kind of object in place of @.
about() {
    if [ "$3" = - ]; then echo "${1//@/HOST};$2"; else echo "${1//@/SVC};$2;$3"; fi
}

result() {
    if [ "$2" = - ]; then about PROCESS_HOST_CHECK_RESULT "$1" -; else about PROCESS_SERVICE_CHECK_RESULT "$1" "$2"; fi
}

set_state() {
    local number
    number=$(state_number "$3")
    echo "$number ${4:-$3}" >"$dir/results/${1//\//_}!${2//\//_}"
    echo "$(result "$1" "$2");$number;${4:-$3 as it was set}" | give
}

flap() {
    local turn bad=CRITICAL good=OK
    [ "$2" != - ] || { bad=DOWN good=UP; }
    for turn in $(seq "$3"); do
        if [ $((turn % 2)) = 1 ]; then set_state "$1" "$2" "$bad" "flap $turn"; else set_state "$1" "$2" "$good" "flap $turn"; fi
        sleep 0.1 # results that Nagios takes together are one
    done
}

# The results of many services: number of the state, output, how many, after which.
results() {
    awk -v hosts="$hosts" -v state="$1" -v output="$2" -v count="$3" -v after="$4" 'BEGIN {
        for (k = after + 1; k <= after + count; k++)
            printf "PROCESS_SERVICE_CHECK_RESULT;host%d;Service %d;%d;%s of service %d\n", (k - 1) % hosts + 1, k, state, output, k
    }'
}

# Lets Nagios run OCSP and OCHP after checks or not; thousands at once lock up Nagios 4.4.
obsess() {
    [ -z "$ocsp$ochp" ] || printf '%s\n' "${1}_OBSESSING_OVER_SVC_CHECKS" "${1}_OBSESSING_OVER_HOST_CHECKS" | give
}

seed() {
    obsess STOP
    {
        seq -f 'PROCESS_HOST_CHECK_RESULT;host%.0f;0;first result' "$hosts"
        results 0 "first result" "$services" 0
    } | give
    for _ in $(seq 60); do
        sync_status
        if [ "$(grep -c 'has_been_checked=1' "$dir/var/status.dat")" = $((hosts + services)) ]; then
            obsess START
            return 0
        fi
    done
    die "Nagios does not take results, see $dir/var/nagios.log"
}

# The status file says when its writing began; Nagios takes commands at once, but reaps results once a second.
sync_status() {
    local now attempt
    alive nagios || die "Nagios does not run"
    now=$(date +%s)
    for attempt in $(seq 900); do
        [ "$(sed -n 's/^\tcreated=//p;T;q' "$dir/var/status.dat" 2>/dev/null || echo 0)" -le $((now + 1)) ] || return 0
        sleep 0.1
    done
    die "no new status file after $attempt looks"
}

show() {
    awk -v RS= -v host="$1" -v service="${2#-}" 'index($0 "\n", "\thost_name=" host "\n") &&
        (service == "" ? /^hoststatus/ : /^servicestatus/ && index($0 "\n", "\tservice_description=" service "\n"))' \
        "$dir/var/status.dat"
}

comments() {
    awk -v RS= -v host="$1" -v service="$2" '/^servicecomment/ && index($0 "\n", "\thost_name=" host "\n") &&
        index($0 "\n", "\tservice_description=" service "\n") { gsub("\n", " "); print }' "$dir/var/status.dat"
}

start() {
    if [ ! -f "$dir/lab.conf" ]; then
        if ! [[ ${1:-} =~ ^[1-9][0-9]*$ && ${2:-} =~ ^[0-9]+$ ]]; then die "start needs the number of hosts and of services"; fi
        settle "$1" "$2"
        recall
        write_configuration
        run_nagios
        seed
    fi
    recall
    run_nagios
    print_env
}

reload() {
    if [ $# != 0 ]; then
        sed -i "s/^services=.*/services=$1/" "$dir/lab.conf"
        recall
        write_configuration
    fi
    signal_process nagios HUP
    sync_status
}

keep() {
    touch "$dir/before"
    echo SAVE_STATE_INFORMATION | give
    for _ in $(seq 100); do
        [ "$dir/var/retention.dat" -nt "$dir/before" ] && cp "$dir/var/retention.dat" "$dir/kept.dat" && return 0
        sleep 0.1
    done
    die "Nagios does not save its state"
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
    set) set_state "${1:?HOST}" "${2:?SERVICE or -}" "${3:?STATE}" "${@:4}" ;;
    flap) flap "${1:?HOST}" "${2:?SERVICE or -}" "${3:?TIMES}" ;;
    mass-fail) results "$(state_number "${2:-CRITICAL}")" "failure" "${1:?COUNT}" "${3:-0}" | give ;;
    mass-ok) results 0 recovery "${1:?COUNT}" "${2:-0}" | give ;;
    ack) echo "$(about ACKNOWLEDGE_@_PROBLEM "${1:?HOST}" "${2:?SERVICE or -}");2;0;1;${3:-operator};${4:-looking at it}" | give ;;
    unack) about REMOVE_@_ACKNOWLEDGEMENT "${1:?HOST}" "${2:?SERVICE or -}" | give ;;
    comment) echo "$(about ADD_@_COMMENT "${1:?HOST}" "${2:?SERVICE or -}");1;${3:?AUTHOR};${4:?TEXT}" | give ;;
    downtime)
        now=$(date +%s)
        echo "$(about SCHEDULE_@_DOWNTIME "${1:?HOST}" "${2:?SERVICE or -}");$now;$((now + ${3:?SECONDS}));1;0;$3;operator;planned work" | give
        ;;
    notifications)
        case ${1:?on or off} in on) verb=ENABLE ;; off) verb=DISABLE ;; *) usage ;; esac
        if [ $# = 1 ]; then echo "${verb}_NOTIFICATIONS"; else about "${verb}_@_NOTIFICATIONS" "$2" "${3:?SERVICE or -}"; fi | give
        ;;
    command) printf '%s\n' "$@" | give ;;
    sync) sync_status ;;
    show) show "${1:?HOST}" "${2:?SERVICE or -}" ;;
    comments) comments "${1:?HOST}" "${2:?SERVICE}" ;;
    freeze) signal_process nagios STOP ;;
    thaw) signal_process nagios CONT ;;
    end) end_process nagios TERM ;;
    crash) end_process nagios KILL ;;
    run) run_nagios ;;
    restart)
        end_process nagios TERM
        run_nagios
        ;;
    reload) reload "$@" ;;
    keep) keep ;;
    roll-back)
        [ -f "$dir/kept.dat" ] || die "nothing was kept: run 'nagios.sh keep' first"
        end_process nagios KILL
        cp "$dir/kept.dat" "$dir/var/retention.dat"
        run_nagios
        ;;
    web) run_web ;;
    stop)
        end_process web TERM
        end_process nagios TERM
        ;;
    *) usage ;;
esac
