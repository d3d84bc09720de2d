#!/usr/bin/env bash
# A disposable Zabbix for the integration tests: the real server and the real frontend with its API, as ordinary processes
# out of one folder, on a PostgreSQL of their own. A problem begins and ends with the value that a trapper item gets.
#
#   zabbix.sh start   DIR HOSTS TRIGGERS    make the lab in the new directory DIR, with that many triggers on each host, and
#                                           start what is not up; prints the environment
#   zabbix.sh env     DIR                   ZABBIX_URL, ZABBIX_USER, ZABBIX_PASSWORD, ZABBIX_TOKEN, ZABBIX_VERSION
#   zabbix.sh send    DIR HOST:TRIGGER:VALUE,...   values above 0 are faults
#   zabbix.sh call    DIR METHOD JSON       one request to the API as Admin; prints its result
#   zabbix.sh hook    DIR URL SECRET        send every problem there from now on, with the media type and the action that the
#                                           README of zabbix-argus-glue describes; with another URL, change only that
#   zabbix.sh reload  DIR                   let the server read at once what was changed through the API
#   zabbix.sh serve   DIR on|off            the frontend alone, and with it the API
#   zabbix.sh stop    DIR                   stop it; DIR stays and can be deleted
#
# Hosts are host1, host2 ... in the group "Lab"; those with odd numbers are in the group "Odd hosts", too. Trigger K of a
# host is "Fault K on HOST" and fires while item fault.K is above 0, of severity K modulo 6. Trigger 1 has the tags
# component: disk, scope: capacity and scope: notice; trigger 2 has one without a value and one in another spelling; trigger
# 3 of host1 depends on an item of host2, too.
# Needs what deps.sh installs. May run as root: PostgreSQL then runs as the user postgres, Zabbix as zabbix.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)

usage() { sed -n '2,23s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "zabbix.sh: $*" >&2; exit 1; }

hosts='' triggers='' port='' pg_port='' server_port=''

# The server takes none above 32767.
free_port() {
    python3 - <<'PY'
import random, socket
while True:
    try:
        print(socket.create_server(("127.0.0.1", random.randint(20000, 32000))).getsockname()[1])
        break
    except OSError:
        pass
PY
}

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'zabbix.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    pg_bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$pg_bin" ] || [ ! -x /usr/sbin/zabbix_server ] || [ ! -d /usr/share/zabbix ]; then die "not installed: run deps.sh"; fi
}

# Zabbix's file has no line break.
running() {
    local pid
    [ -s "$1" ] || return 1
    read -r pid <"$1" || true
    kill -0 "$pid" 2>/dev/null
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

psql_in() {
    PGOPTIONS='-c client_min_messages=warning' "$pg_bin/psql" -h 127.0.0.1 -p "$pg_port" -U zabbix -d "$1" \
        -v ON_ERROR_STOP=1 -AtqX "${@:2}"
}

start_postgres() {
    running "$dir/pg/postmaster.pid" && return 0
    if [ ! -d "$dir/pg" ]; then
        mkdir "$dir/pg"
        [ "$(id -u)" != 0 ] || chown postgres: "$dir/pg"
        as_postgres test -x "$dir/pg" || die "the user postgres cannot enter '$dir': choose another DIR"
        as_postgres "$pg_bin/initdb" --pgdata="$dir/pg" --username=zabbix --auth=trust --encoding=UTF8 --no-sync >/dev/null
    fi
    as_postgres "$pg_bin/pg_ctl" start --pgdata="$dir/pg" --wait --silent --log="$dir/pg/server.log" \
        --options="-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
}

create_database() {
    local part
    [ ! -e "$dir/database-ready" ] || return 0
    psql_in postgres -c 'create database zabbix'
    for part in schema images data; do
        zcat "/usr/share/zabbix-server-pgsql/$part.sql.gz" | psql_in zabbix --output=/dev/null
    done
    # The example host of the first start is a Zabbix server, which would be checked.
    psql_in zabbix -c "update hosts set status = 1 where host = 'Zabbix server'"
    touch "$dir/database-ready"
}

write_configuration() {
    cat >"$dir/server.conf" <<TEXT
ListenIP=127.0.0.1
ListenPort=$server_port
LogFile=$dir/log/server.log
PidFile=$dir/run/server.pid
SocketDir=$dir/run
DBHost=127.0.0.1
DBPort=$pg_port
DBName=zabbix
DBUser=zabbix
StartPollers=1
StartPollersUnreachable=1
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
StartPreprocessors=1
StartTrappers=4
StartAlerters=3
StartEscalators=1
StartDBSyncers=4
HousekeepingFrequency=0
Timeout=4
TEXT
    mkdir -p "$dir/log" "$dir/run"
    chmod 755 "$dir" "$dir/log" "$dir/run"
    [ "$(id -u)" != 0 ] || chown zabbix: "$dir/log" "$dir/run"
    [ ! -d "$dir/web" ] || return 0
    # Debian's frontend has one configuration for the machine, by an absolute path.
    mkdir "$dir/web"
    (cd /usr/share/zabbix && find . -mindepth 1 -maxdepth 1 ! -name locale -exec cp -rL {} "$dir/web/" \;)
    sed -i "s|/etc/zabbix/zabbix.conf.php|$dir/web.conf.php|" "$dir/web/include/classes/core/CConfigFile.php"
    cat >"$dir/web.conf.php" <<TEXT
<?php
\$DB = ['TYPE' => 'POSTGRESQL', 'SERVER' => '127.0.0.1', 'PORT' => '$pg_port', 'DATABASE' => 'zabbix', 'USER' => 'zabbix',
    'PASSWORD' => '', 'SCHEMA' => '', 'ENCRYPTION' => false, 'KEY_FILE' => '', 'CERT_FILE' => '', 'CA_FILE' => '',
    'VERIFY_HOST' => false, 'CIPHER_LIST' => '', 'VAULT_URL' => '', 'VAULT_DB_PATH' => '', 'VAULT_TOKEN' => '',
    'DOUBLE_IEEE754' => true];
\$ZBX_SERVER = '127.0.0.1';
\$ZBX_SERVER_PORT = '$server_port';
\$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
TEXT
}

start_server() {
    local attempt
    running "$dir/run/server.pid" && return 0
    /usr/sbin/zabbix_server -c "$dir/server.conf"
    for attempt in $(seq 150); do
        ! grep -q 'server #0 started' "$dir/log/server.log" 2>/dev/null || return 0
        sleep 0.1
    done
    die "the server has not started after $attempt looks, see $dir/log/server.log"
}

serve() {
    local attempt pid
    if [ "$1" = off ]; then
        running "$dir/web.pid" || return 0
        read -r pid <"$dir/web.pid"
        kill -- "-$pid" 2>/dev/null || true
        while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
        rm -f "$dir/web.pid"
        return 0
    fi
    running "$dir/web.pid" && return 0
    (
        cd "$dir/web"
        PHP_CLI_SERVER_WORKERS=4 exec setsid php -d memory_limit=256M -d post_max_size=16M -d max_execution_time=300 \
            -d error_reporting=0 -d opcache.enable_cli=1 -S "127.0.0.1:$port" </dev/null >"$dir/log-web" 2>&1
    ) &
    echo $! >"$dir/web.pid"
    for attempt in $(seq 150); do
        request version >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    die "the API does not answer after $attempt looks, see $dir/log-web"
}

request() { python3 "$here/zabbix_api.py" "$dir" "$port" "$server_port" "$@"; }

print_env() {
    printf '%s\n' "ZABBIX_URL=http://127.0.0.1:$port" ZABBIX_USER=glue 'ZABBIX_PASSWORD=lab-Secret-7' \
        "ZABBIX_TOKEN=$(cat "$dir/token")" "ZABBIX_VERSION=$(request version)"
}

start() {
    if [ ! -f "$dir/lab.conf" ]; then
        if ! [[ ${1:-} =~ ^[1-9][0-9]*$ && ${2:-} =~ ^[1-9][0-9]*$ ]]; then die "start needs the number of hosts and of triggers"; fi
        printf '%s=%q\n' hosts "$1" triggers "$2" port "$(free_port)" pg_port "$(free_port)" server_port "$(free_port)" \
            >"$dir/lab.conf"
    fi
    recall
    start_postgres
    create_database
    write_configuration
    serve on
    start_server
    if [ ! -e "$dir/token" ]; then
        request seed "$hosts" "$triggers"
        runtime config_cache_reload
        request await
    fi
    print_env
}

runtime() { /usr/sbin/zabbix_server -c "$dir/server.conf" -R "$1" >/dev/null; }

stop() {
    local pid
    serve off
    if running "$dir/run/server.pid"; then
        read -r pid <"$dir/run/server.pid" || true
        kill "$pid"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    ! running "$dir/pg/postmaster.pid" || as_postgres "$pg_bin/pg_ctl" stop --pgdata="$dir/pg" --silent --mode=fast
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
    send) request send "${1:?VALUES}" ;;
    call) request call "${1:?METHOD}" "${2:?JSON}" ;;
    hook) request hook "${1:?URL}" "${2:?SECRET}" ;;
    reload) runtime config_cache_reload ;;
    serve) serve "${1:?on or off}" ;;
    stop) stop ;;
    *) usage ;;
esac
