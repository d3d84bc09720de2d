#!/usr/bin/env bash
# zino-argus-glue of Uninett, which tests take incidents over from and ZinoGlueBench measures ours against; in an
# environment of its own.
#
#   zinoargus.sh install DIR          fetches it from PyPI into the environment DIR, if it is not there yet
#   zinoargus.sh run DIR CONFIG       runs it in the foreground
#
# ZINOARGUS_VERSION (0.5.1), ARGUS_API_CLIENT (0.8.0), ZINOLIB (1.3.5): it and the libraries it leans on
set -euo pipefail

version=${ZINOARGUS_VERSION:-0.5.1}
packages=("zino-argus-glue==$version" "argus-api-client==${ARGUS_API_CLIENT:-0.8.0}" "zinolib==${ZINOLIB:-1.3.5}")

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }

install_glue() {
    local ready=$dir/.zino-argus-glue-$version
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
        PYTHONUNBUFFERED=1 exec "$dir/bin/zinoargus" -v -c "$3"
        ;;
    *) usage ;;
esac
