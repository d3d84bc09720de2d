#!/usr/bin/env bash
# A disposable Zino 2 on loopback for the integration tests, and pretended routers that it polls.
#
#   zino.sh start   DIR                    make the lab in the new directory DIR and start it; prints the environment
#   zino.sh env     DIR                    ZINO_ADDRESS, ZINO_PORT, ZINO_NOTIFY_PORT, ZINO_USER, ZINO_SECRET,
#                                          ZINO_UPTIME_PORT (SNMP), and
#                                          ROUTERS_ADDRESS, ROUTERS_PORT: takes one of the commands below as a line
#                                          of JSON (["trap", "gw3", "2", "down"]), which is much faster than this script
#   zino.sh set     DIR ROUTER PATH=VALUE...   change what a router says, such as silent=true, ports.3.oper=down or
#                                          peers/2001:db8:1::2/state=idle
#   zino.sh trap    DIR ROUTER INDEX up|down...   let a router report changes of a link, ten a second
#   zino.sh show    DIR ROUTER             what a router says, as JSON
#   zino.sh freeze|thaw DIR                stop Zino where it is, let it go on
#   zino.sh kill-zino|run-zino DIR         end Zino at once as a crash does, start it again
#   zino.sh end-zino DIR                   end Zino so that it writes its state first
#   zino.sh stop    DIR                    stop everything; DIR stays and can be deleted
#
# The routers are gw1, gw2 ..., each with so many ports; gw1 is a Juniper, with a BGP peer over IPv6, BFD sessions and chassis
# alarms. Zino has to be told to look (POLLRTR), or looks each minute. It is the real program; what has no setting (its
# addresses, and how often it looks for planned maintenance and for routers that came back) is replaced in memory.
#
# Read by start:
#   ZINO_VENV (DIR/venv)    Python environment; made with pip if it is not there
#   ZINO_VERSION (2.5.2)
#   ZINO_ROUTERS (4), ZINO_PORTS (4 on each)
#   ZINO_INTERVAL (1)       minutes between two looks at a router
#   ZINO_SHARE              DIR of another lab whose routers this Zino watches, too; then it has none of its own
set -euo pipefail

usage() { sed -n '2,28s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "zino.sh: $*" >&2; exit 1; }

# --- what belongs to one lab ---------------------------------------------------------------------------------------

settle() {
    local venv=${ZINO_VENV:-$dir/venv} net
    # One network of loopback addresses for each lab: Zino tells routers apart by address alone.
    net=127.$(python3 - <<'PY'
import random
import socket

while True:
    net = "%d.%d" % (random.randint(60, 250), random.randint(1, 250))
    try:
        with socket.socket() as held:
            held.bind(("127.%s.9" % net, 8001))
        print(net)
        break
    except OSError:
        continue
PY
    )
    printf 'venv=%q\nnet=%q\nrouters=%q\nports=%q\ninterval=%q\nshare=%q\n' "$venv" "$net" "${ZINO_ROUTERS:-4}" \
        "${ZINO_PORTS:-4}" "${ZINO_INTERVAL:-1}" "${ZINO_SHARE:-}" >"$dir/lab.conf"
}

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'zino.sh start' first"
    venv='' net='' routers=4 ports=4 interval=1 share=''
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    python=$venv/bin/python
    # Where the routers are, and who runs them.
    router_net=$net router_dir=$dir
    if [ -n "$share" ]; then
        router_dir=$(cd "$share" && pwd)
        router_net=$(sed -n 's/^net=//p' "$router_dir/lab.conf")
    fi
}

install_zino() {
    mkdir -p "$(dirname "$venv")"
    (
        flock 9 # several labs may be started at once
        "$python" -c 'import zino.zino, pysnmp' 2>/dev/null && exit 0
        python3 -m venv "$venv"
        "$venv/bin/pip" install -q --disable-pip-version-check "zino==${ZINO_VERSION:-2.5.2}" >&2
    ) 9>"$venv.lock"
}

write_configuration() {
    local number
    cat >"$dir/zino.toml" <<EOF
[archiving]
old_events_dir = "$dir/old-events"
[authentication]
file = "$dir/secrets"
[persistence]
file = "$dir/zino-state.json"
period = 1
[polling]
file = "$dir/polldevs.cf"
period = 1
[snmp.agent]
enabled = true
address = "$net.9"
port = 8000
EOF
    printf '%s\n' 'argus-glue lab secret' 'operator another secret' 'zinoargus old secret' >"$dir/secrets"
    {
        printf 'default %s\n' "interval: $interval" 'community: public' 'timeout: 1' 'retries: 1' 'snmpversion: v2c'
        for number in $(seq "$routers"); do
            printf '\nname: gw%d\naddress: %s.%d\nport: 1161\npriority: %d\n' "$number" "$router_net" $((100 + number)) \
                $((number < 5 ? 600 - number * 100 : 100))
        done
    } >"$dir/polldevs.cf"
}

write_programs() {
    cat >"$dir/routers.py" <<'PY'
"""Routers that answer SNMP v2c with what stands in routers.json, which is read again when it changes."""

import bisect
import json
import os
import selectors
import socket
import sys
import time

from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto.api import v2c as V2

FOLDER, NET, TRAPS, ROUTERS, PORTS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
FILE = FOLDER + "/routers.json"
OPER = ["", "up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown"]
PEER = ["", "idle", "connect", "active", "opensent", "openconfirm", "established"]
BFD = ["", "adminDown", "down", "init", "up"]
STARTED = time.time() - 10 * 86400


def receivers():
    """Zinos that are told of traps: our own, and those that share our routers."""
    try:
        with open(FOLDER + "/receivers") as more:
            return [TRAPS] + more.read().split()
    except FileNotFoundError:
        return [TRAPS]


def oid(text, *more):
    return tuple(int(part) for part in text.split(".")) + tuple(more)


def first():
    """The routers as they begin: nothing wrong."""
    made = {}
    for number in range(1, ROUTERS + 1):
        made["gw%d" % number] = {
            "address": "%s.%d" % (NET, 100 + number),
            "silent": False,
            "ports": {
                str(ix): {"oper": "up", "admin": "up", "alias": "core %d, link %d" % (number, ix)}
                for ix in range(1, PORTS + 1)
            },
            "peers": {"198.51.100.%d" % number: {"state": "established", "admin": 2, "as": 64600 + number}},
            "bfd": {},
            "alarms": None,
        }
    made["gw1"].update(
        peers={"2001:db8:1::2": {"state": "established", "admin": 2, "as": 64602}},
        bfd={"1": {"state": "up", "address": "203.0.113.1"}},
        alarms={"yellow": 0, "red": 0},
    )
    return made


def objects(name, router):
    """All objects of one router."""
    juniper = router["alarms"] is not None
    kind = "1.3.6.1.4.1.2636.1.1.1.2.21" if juniper else "1.3.6.1.4.1.8072.3.2.10"
    yield oid("1.3.6.1.2.1.1.1.0"), V2.OctetString("a pretended router")
    yield oid("1.3.6.1.2.1.1.2.0"), V2.ObjectIdentifier(kind)
    yield oid("1.3.6.1.2.1.1.3.0"), V2.TimeTicks(int((time.time() - STARTED) * 100))
    yield oid("1.3.6.1.2.1.1.5.0"), V2.OctetString(name)
    yield oid("1.3.6.1.2.1.4.20.1.1." + router["address"]), V2.IpAddress(router["address"])
    for index, port in router["ports"].items():
        ix = int(index)
        yield oid("1.3.6.1.2.1.2.2.1.1", ix), V2.Integer32(ix)
        yield oid("1.3.6.1.2.1.2.2.1.2", ix), V2.OctetString("ge-0/0/%d" % ix)
        yield oid("1.3.6.1.2.1.2.2.1.7", ix), V2.Integer32(1 if port["admin"] == "up" else 2)
        yield oid("1.3.6.1.2.1.2.2.1.8", ix), V2.Integer32(OPER.index(port["oper"]))
        yield oid("1.3.6.1.2.1.2.2.1.9", ix), V2.TimeTicks(0)
        yield oid("1.3.6.1.2.1.31.1.1.1.18", ix), V2.OctetString(port["alias"].encode())
    yield from juniper_peers(router) if juniper else peers(router)
    for index, session in router["bfd"].items():
        number = 1000 + int(index)
        yield oid("1.3.6.1.4.1.2636.5.3.1.1.2.1.3", number), V2.Gauge32(5000)
        yield oid("1.3.6.1.4.1.2636.5.3.1.1.2.1.6", number), V2.Integer32(BFD.index(session["state"]))
        yield oid("1.3.6.1.4.1.2636.5.3.1.1.2.1.14", number), V2.OctetString(socket.inet_aton(session["address"]))
        yield oid("1.3.6.1.4.1.2636.3.45.1.1.1.1.5", number), V2.OctetString("ge-0/0/" + index)
    if juniper:
        yield oid("1.3.6.1.4.1.2636.3.4.2.2.2.0"), V2.Gauge32(router["alarms"]["yellow"])
        yield oid("1.3.6.1.4.1.2636.3.4.2.3.2.0"), V2.Gauge32(router["alarms"]["red"])
    # Zino's SNMP library stumbles over a table that is the last thing there is.
    yield oid("1.3.6.1.6.3.10.2.1.3.0"), V2.Integer32(1)


def peers(router):
    yield oid("1.3.6.1.2.1.15.1.0"), V2.OctetString(b"\x10")
    yield oid("1.3.6.1.2.1.15.2.0"), V2.Integer32(64500)
    for address, peer in router["peers"].items():
        yield oid("1.3.6.1.2.1.15.3.1.2." + address), V2.Integer32(PEER.index(peer["state"]))
        yield oid("1.3.6.1.2.1.15.3.1.3." + address), V2.Integer32(peer["admin"])
        yield oid("1.3.6.1.2.1.15.3.1.7." + address), V2.IpAddress(address)
        yield oid("1.3.6.1.2.1.15.3.1.9." + address), V2.Integer32(peer["as"])
        yield oid("1.3.6.1.2.1.15.3.1.16." + address), V2.Gauge32(lasts(peer))


def juniper_peers(router):
    base = "1.3.6.1.4.1.2636.5.1.1.2."
    for address, peer in router["peers"].items():
        raw = socket.inet_pton(socket.AF_INET6, address)
        row = (0, 2) + (0,) * 15 + (1, 2) + tuple(raw)
        yield oid(base + "1.1.1.2", *row), V2.Integer32(PEER.index(peer["state"]))
        yield oid(base + "1.1.1.3", *row), V2.Integer32(peer["admin"])
        yield oid(base + "1.1.1.9", *row), V2.Gauge32(64500)
        yield oid(base + "1.1.1.11", *row), V2.OctetString(raw)
        yield oid(base + "1.1.1.13", *row), V2.Gauge32(peer["as"])
        yield oid(base + "4.1.1.1", *row), V2.Gauge32(lasts(peer))


def lasts(peer):
    return int(time.time() - STARTED) if peer["state"] == "established" else 0


class View:
    """The objects of one router, in order; made anew when the router or the second has changed."""

    def __init__(self, made_of, found):
        self.made_of, self.objects, self.names = made_of, found, sorted(found)

    def after(self, name):
        place = bisect.bisect_right(self.names, name)
        if place == len(self.names):
            return name, V2.EndOfMibView("")
        return self.names[place], self.objects[self.names[place]]


def answer(request, view):
    message, _ = decoder.decode(request, asn1Spec=V2.Message())
    asked = V2.apiMessage.getPDU(message)
    reply = V2.apiMessage.getResponse(message)
    said = V2.apiMessage.getPDU(reply)
    names = [tuple(name) for name, _ in V2.apiPDU.getVarBinds(asked)] if not bulk(asked) else []
    if asked.isSameTypeWith(V2.GetRequestPDU()):
        found = [(name, view.objects.get(name, V2.NoSuchInstance(""))) for name in names]
    elif bulk(asked):
        names = [tuple(name) for name, _ in V2.apiBulkPDU.getVarBinds(asked)]
        once = int(V2.apiBulkPDU.getNonRepeaters(asked))
        found = [view.after(name) for name in names[:once]]
        row = names[once:]
        for _ in range(int(V2.apiBulkPDU.getMaxRepetitions(asked))):
            step = [view.after(name) for name in row]
            found += step
            row = [name for name, _ in step]
    else:
        found = [view.after(name) for name in names]
    V2.apiPDU.setVarBinds(said, found)
    return encoder.encode(reply)


def bulk(asked):
    return asked.isSameTypeWith(V2.GetBulkRequestPDU())


def trap(router, index, state):
    pdu = V2.SNMPv2TrapPDU()
    V2.apiTrapPDU.setDefaults(pdu)
    port = router["ports"][index]
    V2.apiTrapPDU.setVarBinds(pdu, [
        (oid("1.3.6.1.2.1.1.3.0"), V2.TimeTicks(int((time.time() - STARTED) * 100))),
        (oid("1.3.6.1.6.3.1.1.4.1.0"), V2.ObjectIdentifier("1.3.6.1.6.3.1.1.5." + ("4" if state == "up" else "3"))),
        (oid("1.3.6.1.2.1.2.2.1.1." + index), V2.Integer32(int(index))),
        (oid("1.3.6.1.2.1.2.2.1.7." + index), V2.Integer32(1 if port["admin"] == "up" else 2)),
        (oid("1.3.6.1.2.1.2.2.1.8." + index), V2.Integer32(OPER.index(state))),
    ])
    message = V2.Message()
    V2.apiMessage.setDefaults(message)
    V2.apiMessage.setCommunity(message, "public")
    V2.apiMessage.setPDU(message, pdu)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((router["address"], 0))
        for receiver in receivers():
            sender.sendto(encoder.encode(message), (receiver, 1162))


READ = {}


def load():
    """The routers as they are; read again if somebody has changed them."""
    status = os.stat(FILE)
    stamp = status.st_ino, status.st_mtime_ns
    if READ.get("stamp") != stamp:
        with open(FILE) as file:
            READ.update(stamp=stamp, routers=json.load(file))
    return READ["routers"]


def save(routers):
    with open(FILE + ".new", "w") as file:
        json.dump(routers, file, indent=1)
    os.replace(FILE + ".new", FILE)


def serve():
    ears = selectors.DefaultSelector()
    views, asked = {}, {}
    for name, router in load().items():
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        ear.bind((router["address"], 1161))
        ears.register(ear, selectors.EVENT_READ, name)
        asked[name] = [0, time.time()]
    door = socket.create_server((NET + ".8", 1160))
    ears.register(door, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        for key, _ in ears.select():
            if key.fileobj is door:
                obey(door.accept()[0], asked)
                continue
            request, peer = key.fileobj.recvfrom(65536)
            router = load()[key.data]
            asked[key.data] = [asked[key.data][0] + 1, time.time()]
            made_of = READ["stamp"], int(time.time())
            if key.data not in views or views[key.data].made_of != made_of:
                views[key.data] = View(made_of, dict(objects(key.data, router)))
            if not router["silent"]:
                key.fileobj.sendto(answer(request, views[key.data]), peer)


def obey(caller, asked):
    """Takes one command and answers it; whoever sends nonsense is told so."""
    with caller, caller.makefile("rw") as lines:
        try:
            what, *arguments = json.loads(lines.readline())
            if what == "asked":
                # How often each router has been asked something, and how many seconds ago.
                said = {name: [count, time.time() - at] for name, (count, at) in asked.items()}
            else:
                said = do(what, arguments)
        except (IndexError, KeyError, OSError, ValueError) as error:
            READ.clear()  # half of it may have been done
            said = {"error": repr(error)}
        lines.write(json.dumps(said) + "\n")


def do(what, arguments):
    router, *more = arguments
    if what == "show":
        return load()[router]
    if what == "trap":
        for number, said in enumerate(more[1:]):
            time.sleep(0.1 if number else 0)
            trap(load()[router], more[0], said)
    elif what == "set":
        routers = load()
        for setting in more:
            where, value = setting.split("=", 1)
            change(routers[router], where, value)
        save(routers)
    else:
        raise ValueError("unknown command " + what)
    return {}


def change(router, path, text):
    *folders, leaf = path.split("/" if "/" in path else ".")
    for folder in folders:
        router = router[folder]
    kind = type(router[leaf])
    router[leaf] = text == "true" if kind is bool else kind(text.encode().decode("unicode_escape"))


if __name__ == "__main__":
    if sys.argv[6] == "serve":
        if not os.path.exists(FILE):
            save(first())
        serve()
    else:
        shown = do(sys.argv[6], sys.argv[7:])
        if shown:
            print(json.dumps(shown))
PY
    cat >"$dir/run_zino.py" <<'PY'
"""Zino itself, on an address of the lab's, and a little faster where a test would wait for a minute."""

import signal
import sys

from apscheduler.triggers.interval import IntervalTrigger

import zino.api.server
import zino.tasks.bfdtask
import zino.tasks.reachabletask
import zino.trapd.netsnmpy_backend
import zino.zino

folder, address = sys.argv[1:]
signal.signal(signal.SIGINT, signal.default_int_handler)
zino.api.server.ZinoServer.serve.__defaults__ = (address,)
receiver = zino.trapd.netsnmpy_backend.TrapReceiver.__init__
receiver.__defaults__ = (address, *receiver.__defaults__[1:])
zino.tasks.reachabletask.ReachableTask.EXTRA_JOB_INTERVAL = 2


async def no_name(_):
    return None


zino.tasks.bfdtask.reverse_dns = no_name
schedule = zino.zino.setup_initial_job_schedule


def schedule_often(loop, args):
    schedule(loop, args)
    zino.zino.get_scheduler().modify_job("update_pm_states", trigger=IntervalTrigger(seconds=2))


zino.zino.setup_initial_job_schedule = schedule_often
sys.argv = ["zino", "--config-file", folder + "/zino.toml", "--trap-port", "1162"]
zino.zino.main()
PY
}

# --- processes -----------------------------------------------------------------------------------------------------

# A process is ours when it runs and names DIR on its command line.
alive() {
    local pid
    [ -s "$dir/$1.pid" ] || return 1
    read -r pid <"$dir/$1.pid"
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$dir/"
}

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

end_process() {
    local attempt
    signal_process "$1" CONT
    signal_process "$1" "$2"
    for attempt in $(seq 100); do
        alive "$1" || break
        [ "$attempt" -lt 100 ] || signal_process "$1" KILL
        sleep 0.1
    done
    rm -f "$dir/$1.pid"
}

routers() { "$python" "$dir/routers.py" "$dir" "$net" "$net.9" "$routers" "$ports" "$@"; }

run_routers() {
    local attempt
    alive routers && return 0
    launch routers "$python" "$dir/routers.py" "$dir" "$net" "$net.9" "$routers" "$ports" serve
    for attempt in $(seq 200); do
        grep -q ready "$dir/routers.log" 2>/dev/null && return 0
        sleep 0.1
    done
    die "the routers have not begun after $attempt looks, see $dir/routers.log"
}

run_zino() {
    local attempt
    alive zino && return 0
    launch zino "$python" "$dir/run_zino.py" "$dir" "$net.9"
    for attempt in $(seq 300); do
        (exec 3<>"/dev/tcp/$net.9/8001" && exec 4<>"/dev/tcp/$net.9/8002") 2>/dev/null && return 0
        alive zino || [ "$attempt" -lt 20 ] || die "Zino ended, see $dir/zino.log: $(tail -n 1 "$dir/zino.log")"
        sleep 0.1
    done
    die "Zino does not listen after $attempt looks, see $dir/zino.log"
}

print_env() {
    printf '%s\n' "ZINO_ADDRESS=$net.9" ZINO_PORT=8001 ZINO_NOTIFY_PORT=8002 ZINO_USER=argus-glue 'ZINO_SECRET=lab secret' \
        "ROUTERS_ADDRESS=$router_net.8" ROUTERS_PORT=1160 ZINO_UPTIME_PORT=8000
}

start() {
    [ -f "$dir/lab.conf" ] || settle
    recall
    install_zino
    write_configuration
    write_programs
    if [ -z "$share" ]; then
        run_routers
    else
        grep -qxF "$net.9" "$router_dir/receivers" 2>/dev/null || echo "$net.9" >>"$router_dir/receivers"
    fi
    run_zino
    print_env
}

[ $# -ge 2 ] || usage
command=$1
[ "$command" != start ] || mkdir -p "$2"
dir=$(cd "$2" 2>/dev/null && pwd) || die "there is no directory '$2'"
shift 2
[ "$command" = start ] || recall
case $command in
    start) start ;;
    env) print_env ;;
    set | trap | show) routers "$command" "${@:?which router}" ;;
    freeze) signal_process zino STOP ;;
    thaw) signal_process zino CONT ;;
    kill-zino) end_process zino KILL ;;
    end-zino) end_process zino INT ;;
    run-zino) run_zino ;;
    stop)
        end_process zino INT
        end_process routers TERM
        ;;
    *) usage ;;
esac
