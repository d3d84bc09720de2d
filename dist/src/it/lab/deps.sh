#!/usr/bin/env bash
# Installs what argus.sh, prometheus.sh, zino.sh, nagios.sh, icinga2.sh, zabbix.sh, debian.sh, proxy.sh, image.sh, kubernetes.sh,
# etcd.sh, the tests of the page and those with Prism need on Debian 12, and keeps the packages' own services from running.
#
#   deps.sh install    install whatever is missing (needs root), do nothing when all is there
#   deps.sh check      name what is missing; exit status 1 if anything is
#
# A package that was there before is left as it is, its service too. Only for packages that this call installs are the
# services stopped and masked, so that nothing listens on 25, 161, 2379, 5432, 9090, 9093, 9094, 9100 or 10051 behind the
# tests' back.
set -euo pipefail

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
note() { echo "deps.sh: $*" >&2; }

packages=(postgresql libpq-dev gcc libc6-dev python3 python3-venv python3-dev curl ca-certificates util-linux
    prometheus prometheus-alertmanager chromium snmpd nagios4-core nagios4-cgi icinga2-bin openssl
    zabbix-server-pgsql zabbix-frontend-php mmdebstrap runc nginx-light caddy
    etcd-server etcd-client libfaketime)
programs=(node:nodejs npm:npm php:php-cli)   # wherever they come from: another node than Debian's does not go with Debian's npm
services=(postgresql prometheus prometheus-alertmanager prometheus-node-exporter snmpd nagios4 icinga2 zabbix-server exim4 nginx caddy etcd)

missing_packages() {
    local package program
    for package in "${packages[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || echo "$package"
    done
    for program in "${programs[@]}"; do
        command -v "${program%%:*}" >/dev/null || echo "${program##*:}"
    done
}

has_systemd() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null; }

# Services that exist now belong to whoever installed them.
present_services() {
    local service
    for service in "${services[@]}"; do
        [ -e "/lib/systemd/system/$service.service" ] && echo "$service"
    done
    return 0
}

policy=/usr/sbin/policy-rc.d
policy_is_ours=

forbid_starts() {
    [ ! -e "$policy" ] || return 0
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    policy_is_ours=1
}

allow_starts() { [ -z "$policy_is_ours" ] || rm -f "$policy"; }

install_missing() {
    local missing before service
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -gt 0 ] || { note "nothing to install"; return 0; }
    if [ "$(id -u)" != 0 ]; then
        note "run as root, or: sudo apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
    before=$(present_services)
    trap allow_starts EXIT
    forbid_starts
    apt-get -q update
    DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
    has_systemd || return 0
    for service in $(present_services); do
        grep -qx "$service" <<<"$before" || systemctl -q mask --now "$service.service"
    done
}

case ${1:-} in
    install) install_missing ;;
    check)
        mapfile -t absent < <(missing_packages)
        [ "${#absent[@]}" = 0 ] || { note "missing: ${absent[*]}"; exit 1; }
        ;;
    *) usage ;;
esac
