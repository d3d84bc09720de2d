#!/usr/bin/env bash
# A disposable Argus on loopback for the integration tests: argus-server from PyPI behind gunicorn, on PostgreSQL.
#
#   argus.sh start  DIR                   bring up whatever is not up yet; prints the environment (see env)
#   argus.sh env    DIR                   ARGUS_URL, ARGUS_ADMIN, ARGUS_ADMIN_PASSWORD, ARGUS_ACCESS_LOG, as NAME=value
#   argus.sh source DIR NAME [TYPE]       a source system of that name, made when new; prints its token
#   argus.sh person DIR                   prints a token of the administrator, for what people do: close, ack, tag
#   argus.sh age    DIR NAME DAYS         make that source's token DAYS old (Argus refuses it after 14)
#   argus.sh sql    DIR STATEMENT         run SQL on the server's database, plain output
#   argus.sh manage DIR ARGUMENT...       Django's command line (sync_heartbeat_incidents, check_token_expiry, ...)
#   argus.sh bounce DIR [SECONDS]         take the web server down; back after SECONDS, or else with the next start
#   argus.sh kill-web DIR                 end the web server as a crash does; back with the next start
#   argus.sh kill-db  DIR                 end the database as a crash does; back with the next start
#   argus.sh dump     DIR FILE            write what the database holds to a file
#   argus.sh restore  DIR FILE            put the database back to that; the web server is down meanwhile
#   argus.sh psql     DIR                 prints the command that talks to the database
#   argus.sh reset  DIR                   delete all incidents, events, acks and tags; sources and tokens stay
#   argus.sh stop   DIR                   stop everything; the data stays in DIR, delete that to start afresh
#
# Read by the first start and kept in DIR/lab.conf:
#   ARGUS_VERSION (2.10.2)   ARGUS_VENV (DIR/venv; name a cached place to install once for many labs)
#   ARGUS_PORT, ARGUS_PG_PORT (free ones)   ARGUS_WORKERS (2, with 4 threads each)   ARGUS_PYTHON (python3)
# DIR/access.log gets one line a request: method, path, status, microseconds, query.
# Needs what deps.sh installs. May run as root: PostgreSQL then runs as the user postgres.
set -euo pipefail

usage() { sed -n '2,25s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "argus.sh: $*" >&2; exit 1; }

admin_name='admin'
admin_password='lab-password'
version='' venv='' port='' pg_port='' workers=''

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# The first start settles the choices, later calls keep them.
settle() {
    [ -f "$dir/lab.conf" ] && return 0
    {
        printf 'version=%q\n' "${ARGUS_VERSION:-2.10.2}"
        printf 'venv=%q\n' "${ARGUS_VENV:-$dir/venv}"
        printf 'port=%q\n' "${ARGUS_PORT:-$(free_port)}"
        printf 'pg_port=%q\n' "${ARGUS_PG_PORT:-$(free_port)}"
        printf 'workers=%q\n' "${ARGUS_WORKERS:-2}"
    } >"$dir/lab.conf"
}

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'argus.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    pg_bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$pg_bin" ] || die "PostgreSQL is not installed: run deps.sh"
    export DJANGO_SETTINGS_MODULE=lab_settings PYTHONPATH="$dir" TIME_ZONE=UTC
    export DATABASE_URL="postgresql://argus@127.0.0.1:$pg_port/argus" SECRET_KEY=for-the-lab-only
    export ARGUS_FRONTEND_URL="http://127.0.0.1:$port" STATIC_ROOT="$dir/static"
}

running() {
    local pid
    [ -s "$1" ] && read -r pid <"$1" && kill -0 "$pid" 2>/dev/null
}

install_argus() {
    local ready=$venv/.argus-$version
    [ -e "$ready" ] && return 0
    mkdir -p "$(dirname "$venv")"
    (
        flock 9
        [ -e "$ready" ] && exit 0
        "${ARGUS_PYTHON:-python3}" -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "argus-server==$version" gunicorn
        touch "$ready"
    ) 9>"$venv.lock"
}

write_settings() {
    cat >"$dir/lab_settings.py" <<'PY'
import os

from argus.htmx.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
STATIC_ROOT = os.environ["STATIC_ROOT"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MEDIA_PLUGINS = ["argus.notificationprofile.media.email.EmailNotification"]
DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405
PY
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

start_postgres() {
    running "$dir/pg/postmaster.pid" && return 0
    if [ ! -d "$dir/pg" ]; then
        mkdir "$dir/pg"
        if [ "$(id -u)" = 0 ]; then
            chown postgres: "$dir/pg"
            if ! as_postgres test -x "$dir/pg"; then
                rmdir "$dir/pg"
                die "the user postgres cannot enter '$dir': choose another DIR"
            fi
        fi
        as_postgres "$pg_bin/initdb" --pgdata="$dir/pg" --username=argus --auth=trust --encoding=UTF8 --no-sync \
            >/dev/null
    fi
    local options="-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    options+=" -c fsync=off -c max_connections=200"
    as_postgres "$pg_bin/pg_ctl" start --pgdata="$dir/pg" --wait --silent --log="$dir/pg/server.log" --options="$options"
}

psql_in() {
    PGOPTIONS='-c client_min_messages=warning' "$pg_bin/psql" -h 127.0.0.1 -p "$pg_port" -U argus -d "$1" \
        -v ON_ERROR_STOP=1 -AtqX "${@:2}"
}
sql() { psql_in argus -c "$1"; }

# Django's warnings about the lab's settings are noise.
manage() { "$venv/bin/python" -W ignore -m django "$@" 2> >(grep -v '^System check\|W00[0-9]\|^WARNINGS\|^$' >&2); }

# Django needs most of the time of a start to fill an empty database: what it makes is kept with the packages.
create_database() {
    local filled=$venv/.database-$version.sql
    [ -e "$dir/database-ready" ] && return 0
    [ "$(psql_in postgres -c "select count(*) from pg_database where datname = 'argus'")" = 1 ] ||
        psql_in postgres -c 'create database argus'
    if [ -e "$filled" ]; then
        psql_in argus --single-transaction --output=/dev/null --file="$filled"
    else
        manage migrate --verbosity 0
        manage initial_setup >/dev/null
        manage setpassword "$admin_name" "$admin_password" >/dev/null
        "$pg_bin/pg_dump" -h 127.0.0.1 -p "$pg_port" -U argus --clean --if-exists --file="$filled.$$" argus
        mv "$filled.$$" "$filled"
    fi
    touch "$dir/database-ready"
}

start_web() {
    local attempt
    running "$dir/gunicorn.pid" && return 0
    HOME=$dir "$venv/bin/gunicorn" argus.site.wsgi --bind "127.0.0.1:$port" --workers "$workers" --threads 4 --daemon \
        --pid "$dir/gunicorn.pid" --error-logfile "$dir/error.log" \
        --access-logfile "$dir/access.log" --access-logformat '%(m)s %(U)s %(s)s %(D)s %(q)s'
    for attempt in $(seq 150); do
        curl --silent --fail --output /dev/null "http://127.0.0.1:$port/.still-alive/" && return 0
        sleep 0.1
    done
    die "no answer on port $port after $attempt tries: see $dir/error.log"
}

stop_web() {
    local pid
    running "$dir/gunicorn.pid" || return 0
    read -r pid <"$dir/gunicorn.pid"
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -f "$dir/gunicorn.pid"
}

print_env() {
    cat <<TEXT
ARGUS_URL=http://127.0.0.1:$port
ARGUS_ADMIN=$admin_name
ARGUS_ADMIN_PASSWORD=$admin_password
ARGUS_ACCESS_LOG=$dir/access.log
TEXT
}

# A name comes from the command line and goes into SQL.
check_name() { [[ $1 =~ ^[A-Za-z0-9._-]+$ ]] || die "'$1' is no name for a source: letters, digits, '.', '_', '-'"; }

source_token() {
    local name=$1 type=${2:-generic}
    check_name "$name"
    [ "$(sql "select count(*) from argus_incident_sourcesystem where name = '$name'")" != 0 ] ||
        manage create_source "$name" -t "$type" >/dev/null
    sql "insert into authtoken_token (key, created, user_id)
         select left(md5(random()::text) || md5(random()::text), 40), now(), user_id
         from argus_incident_sourcesystem where name = '$name' on conflict (user_id) do nothing"
    sql "select key from authtoken_token join argus_incident_sourcesystem using (user_id) where name = '$name'"
}

person_token() {
    local answer
    answer=$(curl --silent --show-error --fail --header 'Content-Type: application/json' \
        --data "{\"username\": \"$admin_name\", \"password\": \"$admin_password\"}" \
        "http://127.0.0.1:$port/api/v2/auth/token/login/")
    python3 -c 'import json, sys; print(json.loads(sys.argv[1])["token"])' "$answer"
}

age_token() {
    check_name "${1:-}"
    [[ ${2:-} =~ ^[0-9]+$ ]] || die "age needs a number of days, not '${2:-}'"
    sql "update authtoken_token set created = now() - interval '$2 days'
         where user_id = (select user_id from argus_incident_sourcesystem where name = '$1')"
}

start() {
    settle
    recall
    install_argus
    write_settings
    start_postgres
    create_database
    start_web
    print_env
}

bounce() {
    stop_web
    [ -n "${1:-}" ] || return 0
    sleep "$1"
    start_web
}

# With the whole session: its workers would go on for a moment, and hold the port.
kill_web() {
    local pid
    running "$dir/gunicorn.pid" || return 0
    read -r pid <"$dir/gunicorn.pid"
    pkill -KILL --session "$(ps -o sid= -p "$pid" | tr -d ' ')" || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    rm -f "$dir/gunicorn.pid"
}

# Rows alone: that is much faster to put back.
dump() {
    psql_in argus -c "select 'truncate ' || string_agg(format('%I', tablename), ', ') || ';' from pg_tables
        where schemaname = 'public'" >"$1"
    "$pg_bin/pg_dump" -h 127.0.0.1 -p "$pg_port" -U argus --data-only --disable-triggers argus >>"$1"
}

kill_db() {
    ! running "$dir/pg/postmaster.pid" || as_postgres "$pg_bin/pg_ctl" stop --pgdata="$dir/pg" --silent --mode=immediate
}

restore() {
    kill_web
    psql_in argus --single-transaction --output=/dev/null --file="$1"
    start_web
}

stop() {
    stop_web
    ! running "$dir/pg/postmaster.pid" || as_postgres "$pg_bin/pg_ctl" stop --pgdata="$dir/pg" --silent --mode=fast
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
    source) source_token "${1:?NAME is missing}" "${2:-}" ;;
    person) person_token ;;
    age) age_token "$@" ;;
    sql) sql "${1:?STATEMENT is missing}" ;;
    manage) manage "$@" ;;
    bounce) bounce "${1:-}" ;;
    kill-web) kill_web ;;
    kill-db) kill_db ;;
    dump) dump "${1:?FILE is missing}" ;;
    restore) restore "${1:?FILE is missing}" ;;
    psql) echo "$pg_bin/psql -h 127.0.0.1 -p $pg_port -U argus -d argus" ;;
    reset) sql 'truncate argus_incident_incident, argus_incident_tag cascade' ;;
    stop) stop ;;
    *) usage ;;
esac
