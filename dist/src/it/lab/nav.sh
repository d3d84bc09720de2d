#!/usr/bin/env bash
# A disposable NAV on loopback for the integration tests, with nav-argus-glue of PyPI: a simulated NAV (nav_simulated), or
# the real one if NAV_SOURCE names a checkout of its source.
#
#   nav.sh start   DIR                          make the lab in the new directory DIR and start its web server; prints
#                                               NAV_URL, NAV_TOKEN (of its API), NAV_TIMEZONE, NAV_KIND
#   nav.sh script  DIR NAME COMMAND...          make a program DIR/NAME without arguments of a command; prints its path
#   nav.sh navargus DIR ARGUS_URL TOKEN         configure nav-argus-glue; prints the program for the event engine
#   nav.sh sync    DIR                          nav-argus-glue compares everything once
#   nav.sh play    DIR SEED EVENTS PROGRAM...   let random things happen, and export them to all programs, as NAV's event
#                                               engine does; prints what is known of each alert, as JSON
#   nav.sh session DIR                          commands from standard input, one a line: see Session in nav_lab.py
#   nav.sh web     DIR up|down                  the web server
#   nav.sh convert DIR PROGRAM ARGUMENT...      run a Python program with what NAV brings, such as PyYAML
#   nav.sh stop    DIR                          stop everything; DIR stays and can be deleted
#
# NAV_VENV (DIR/venv): where what comes from PyPI is installed; it may be shared by many labs
# The real NAV needs PostgreSQL, see deps.sh. May run as root: PostgreSQL then runs as the user postgres.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
packages=(nav-argus-glue==0.8.2 argus-api-client==0.8.0 'Django>=5.2,<5.3')
# What the real NAV imports for its web server and event engine.
real_packages=(psycopg2-binary IPy==1.1 pyaml 'twisted>=24.7' networkx==2.6.3 Pillow qrcode pyrad==2.1 Markdown feedparser
    'dnspython<3' 'django-filter>=2' 'djangorestframework>=3.14' django-htmx iso8601 pynetsnmp-2 requests 'pyjwt>=2.12,<3' distro
    'django-allauth[mfa,socialaccount]' drf-jwt-multi-auth PyOpenSSL service-identity pydantic 'napalm>=5.1,<5.2' setuptools
    setuptools_scm)

usage() { sed -n '2,22s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "nav.sh: $*" >&2; exit 1; }

free_port() { python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'; }

settle() {
    printf '%s=%q\n' nav_source "${NAV_SOURCE:-}" venv "${NAV_VENV:-$dir/venv}" port "$(free_port)" pg_port "$(free_port)" \
        >"$dir/lab.conf"
}

nav_source='' venv='' port='' pg_port=''

recall() {
    [ -f "$dir/lab.conf" ] || die "no lab in '$dir': run 'nav.sh start' first"
    # shellcheck source=/dev/null
    . "$dir/lab.conf"
    export NAV_CONFIG_DIR="$dir/etc" DJANGO_SETTINGS_MODULE=nav.django.settings TIME_ZONE=UTC PYTHONWARNINGS=ignore
    if [ -n "$nav_source" ]; then
        export PYTHONPATH="$nav_source/python" SETUPTOOLS_SCM_PRETEND_VERSION=5.19.0
        pg_bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    else
        export PYTHONPATH="$here/nav_simulated"
    fi
}

install_packages() {
    local wanted=("${packages[@]}") ready=$venv/.nav-simulated
    if [ -n "$nav_source" ]; then
        wanted+=("${real_packages[@]}")
        ready=$venv/.nav-real
    fi
    mkdir -p "$(dirname "$venv")"
    (
        flock 9
        [ -e "$ready" ] && exit 0
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "${wanted[@]}" >&2
        touch "$ready"
    ) 9>"$venv.lock"
}

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

psql_in() { "$pg_bin/psql" -h 127.0.0.1 -p "$pg_port" -U nav -d "$1" -v ON_ERROR_STOP=1 -qc "$2"; }

prepare_real() {
    cp -r "$nav_source/python/nav/etc/." "$dir/etc/"
    sed -i "s/^dbhost=.*/dbhost=127.0.0.1/; s/^dbport=.*/dbport=$pg_port/; s/^userpw_nav=.*/userpw_nav=lab/" "$dir/etc/db.conf"
    echo "TIME_ZONE=UTC" >>"$dir/etc/nav.conf"
    mkdir "$dir/pg"
    [ "$(id -u)" != 0 ] || chown postgres: "$dir/pg"
    as_postgres "$pg_bin/initdb" --pgdata="$dir/pg" --username=nav --auth=trust --encoding=UTF8 --no-sync >/dev/null
    as_postgres "$pg_bin/pg_ctl" start --pgdata="$dir/pg" --wait --silent --log="$dir/pg/server.log" \
        --options="-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    psql_in postgres 'create database nav'
    psql_in nav 'create schema manage'
    psql_in nav 'create extension hstore with schema manage'
    "$venv/bin/python" -c 'from nav.pgsync import main; main()' >"$dir/schema.log"
}

start_web() {
    (cd "$dir" && exec "$venv/bin/python" -m django runserver --noreload "127.0.0.1:$port" >"$dir/web.log" 2>&1) &
    echo $! >"$dir/web.pid"
    for _ in $(seq 300); do
        curl --silent --output /dev/null "http://127.0.0.1:$port/api/1/alert/" && return 0
        sleep 0.1
    done
    die "no answer on port $port: see $dir/web.log"
}

stop_web() {
    local pid
    [ -s "$dir/web.pid" ] || return 0
    read -r pid <"$dir/web.pid"
    kill "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -f "$dir/web.pid"
}

start() {
    settle
    recall
    install_packages
    mkdir "$dir/etc"
    [ -z "$nav_source" ] || prepare_real
    "$venv/bin/python" "$here/nav_lab.py" prepare
    start_web
    printf '%s\n' "NAV_URL=http://127.0.0.1:$port" NAV_TOKEN=lab-token NAV_TIMEZONE=UTC \
        "NAV_KIND=$([ -n "$nav_source" ] && echo real || echo simulated)"
}

# NAV starts an export program without arguments, in its own environment.
make_script() {
    local name=$1
    shift
    {
        echo '#!/usr/bin/env bash'
        declare -p NAV_CONFIG_DIR DJANGO_SETTINGS_MODULE TIME_ZONE PYTHONPATH PYTHONWARNINGS
        [ -z "${SETUPTOOLS_SCM_PRETEND_VERSION:-}" ] || declare -p SETUPTOOLS_SCM_PRETEND_VERSION
        printf 'exec'
        printf ' %q' "$@"
        printf ' 2>>%q\n' "$dir/$name.log"
    } >"$dir/$name"
    chmod 755 "$dir/$name"
    echo "$dir/$name"
}

# Only the stream is compared: when a full comparison happens in between is a matter of luck.
configure_navargus() {
    cat >"$dir/etc/navargus.yml" <<EOF
api:
    url: $1/api/v2
    token: $2
    timeout: 10.0
    sync-interval: 0
tags:
    always-add:
        nav: lab
EOF
    make_script navargus "$venv/bin/navargus"
}

stop() {
    stop_web
    [ ! -d "$dir/pg" ] || as_postgres "$pg_bin/pg_ctl" stop --pgdata="$dir/pg" --silent --mode=fast || true
}

[ $# -ge 2 ] || usage
command=$1
[ "$command" != start ] || mkdir -p "$2"
dir=$(cd "$2" 2>/dev/null && pwd) || die "there is no directory '$2'"
shift 2
[ "$command" = start ] || recall
case $command in
    start) start ;;
    script) make_script "$@" ;;
    navargus) configure_navargus "$@" ;;
    sync) "$venv/bin/navargus" --sync 2>>"$dir/navargus.log" ;;
    play) "$venv/bin/python" "$here/nav_lab.py" play "$@" 2>>"$dir/play.log" ;;
    session) exec "$venv/bin/python" "$here/nav_lab.py" session 2>>"$dir/session.log" ;;
    web) case ${1:-} in up) start_web ;; down) stop_web ;; *) usage ;; esac ;;
    convert) "$venv/bin/python" "$@" ;;
    stop) stop ;;
    *) usage ;;
esac
