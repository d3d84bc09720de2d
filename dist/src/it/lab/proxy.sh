#!/usr/bin/env bash
# Web servers in front of something: nginx or Caddy, as an ordinary process out of one folder, with certificates for
# its clients and for itself.
#
#   proxy.sh certificates DIR         make ca.crt, server.crt and server.key (for glue.example.org, localhost and
#                                     127.0.0.1, or instead what LAB_NAMES says, such as IP:127.9.9.9), client.pem
#                                     (signed by the CA, with key) and stranger.pem (by itself)
#   proxy.sh nginx        DIR FILE    start nginx with what FILE has inside http { }; its log is in DIR
#   proxy.sh caddy        DIR FILE    start Caddy with a Caddyfile
#   proxy.sh stop         DIR         stop what was started
set -euo pipefail

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
[ $# -ge 2 ] || usage
dir=$2
mkdir -p "$dir"

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

signed() {   # NAME SUBJECT EXTENSION
    key "$dir/$1.key"
    openssl req -new -key "$dir/$1.key" -subj "/CN=$2" -out "$dir/$1.csr" 2>/dev/null
    openssl x509 -req -in "$dir/$1.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial -days 2 \
        -extfile <(echo "$3") -out "$dir/$1.crt" 2>/dev/null
}

certificates() {
    umask 077
    key "$dir/ca.key"
    openssl req -x509 -new -key "$dir/ca.key" -subj "/CN=lab CA" -days 2 -out "$dir/ca.crt" 2>/dev/null
    signed server glue.example.org "subjectAltName=DNS:glue.example.org,DNS:localhost,${LAB_NAMES:-IP:127.0.0.1}"
    signed client argus-glue "extendedKeyUsage=clientAuth"
    cat "$dir/client.crt" "$dir/client.key" >"$dir/client.pem"
    key "$dir/stranger.key"
    openssl req -x509 -new -key "$dir/stranger.key" -subj "/CN=stranger" -days 2 -out "$dir/stranger.crt" 2>/dev/null
    cat "$dir/stranger.crt" "$dir/stranger.key" >"$dir/stranger.pem"
}

# Without a service manager: started in the background, awaited until it listens.
launch() {
    setsid "$@" </dev/null >>"$dir/proxy.log" 2>&1 &
    echo $! >"$dir/proxy.pid"
    local port
    port=$(cat "$dir/port")
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        kill -0 "$(cat "$dir/proxy.pid")" 2>/dev/null || break
        sleep 0.1
    done
    cat "$dir/proxy.log" >&2
    exit 1
}

nginx_start() {
    mkdir -p "$dir/tmp"
    cat >"$dir/nginx.conf" <<CONF
daemon off;
pid $dir/nginx.pid;
error_log $dir/error.log;
worker_processes 2;
events { worker_connections 2048; }
http {
    access_log $dir/access.log;
    client_body_temp_path $dir/tmp/body;
    proxy_temp_path $dir/tmp/proxy;
    fastcgi_temp_path $dir/tmp/fastcgi;
    uwsgi_temp_path $dir/tmp/uwsgi;
    scgi_temp_path $dir/tmp/scgi;
    include $1;
}
CONF
    sed -n 's/^[[:space:]]*listen[[:space:]]*\([0-9.]*:\)\{0,1\}\([0-9]*\).*/\2/p' "$1" | head -1 >"$dir/port"
    launch /usr/sbin/nginx -p "$dir" -c "$dir/nginx.conf" -e "$dir/error.log"
}

caddy_start() {
    sed -n 's/^https:\/\/[^:]*:\([0-9]*\) .*/\1/p' "$1" | head -1 >"$dir/port"
    XDG_DATA_HOME=$dir XDG_CONFIG_HOME=$dir launch caddy run --adapter caddyfile --config "$1"
}

case $1 in
    certificates) certificates ;;
    nginx) nginx_start "$3" ;;
    caddy) caddy_start "$3" ;;
    stop)
        pid=$(cat "$dir/proxy.pid")
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.1; done
        kill -9 "$pid" 2>/dev/null || true
        ;;
    *) usage ;;
esac
