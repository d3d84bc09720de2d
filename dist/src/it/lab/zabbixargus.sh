#!/usr/bin/env bash
# zabbix-argus-glue of Sikt, which tests take incidents over from and compare ours with; in an environment of its own.
#
#   zabbixargus.sh install DIR          fetches it from PyPI into the environment DIR, if it is not there yet
#   zabbixargus.sh run DIR CONFIG       runs it in the foreground
#
# ZABBIXARGUS_VERSION (0.1.2), ARGUS_API_CLIENT (0.8.0), ZABBIX_UTILS (2.0.4): it and the libraries it leans on
set -euo pipefail

version=${ZABBIXARGUS_VERSION:-0.1.2}
packages=("zabbix-argus-glue==$version" "argus-api-client==${ARGUS_API_CLIENT:-0.8.0}"
    "zabbix-utils[async]==${ZABBIX_UTILS:-2.0.4}")

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }

install_glue() {
    local ready=$dir/.zabbix-argus-glue-$version
    mkdir -p "$(dirname "$dir")"
    (
        flock 9 # several tests may want it at once
        [ -e "$ready" ] && exit 0
        python3 -m venv "$dir"
        "$dir/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" >&2
        touch "$ready"
    ) 9>"$dir.lock"
}

[ $# -ge 2 ] || usage
command=$1
dir=$2
case $command in
    install) install_glue ;;
    run)
        [ $# -eq 3 ] || usage
        cd "$dir"
        PYTHONUNBUFFERED=1 exec "$dir/bin/zabbix-argus-glue" --config "$3"
        ;;
    *) usage ;;
esac
