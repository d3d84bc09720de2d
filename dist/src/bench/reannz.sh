#!/usr/bin/env bash
# prometheus-argus-glue of REANNZ, which ReannzBench measures ours against; in an environment of its own.
#
#   reannz.sh install DIR                fetches it into DIR, if it is not there yet
#   reannz.sh run DIR SETTINGS PORT [WORKERS]   runs it in the foreground as its README says, but without the time limit
#                                        of 30 s that it cannot keep with hundreds of alerts
#
# REANNZ_REPOSITORY   where it is cloned from
# REANNZ_COMMIT       which of its versions
# ARGUS_API_CLIENT    the library it talks to Argus with: the version that it asks for itself fails on each answer of
#                     Argus 2.10, so it gets a newer one
set -euo pipefail

repository=${REANNZ_REPOSITORY:-https://github.com/REANNZ/prometheus-argus-glue}
commit=${REANNZ_COMMIT:-fec3044}
client=${ARGUS_API_CLIENT:-0.8.0}

usage() { sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2; }

[ $# -ge 2 ] || usage
command=$1
dir=$2
case $command in
    install)
        if [ ! -e "$dir/installed" ]; then
            rm -rf "$dir"
            git clone --quiet "$repository" "$dir/source"
            git -C "$dir/source" checkout --quiet "$commit"
            python3 -m venv "$dir/venv"
            sed "s/^argus-api-client==.*/argus-api-client==$client/" "$dir/source/requirements.in" >"$dir/requirements"
            "$dir/venv/bin/pip" install --quiet --requirement "$dir/requirements"
            touch "$dir/installed"
        fi
        ;;
    run)
        [ $# -ge 4 ] || usage
        export PROM_ARGUS_SETTINGS=$3
        cd "$dir/source"
        exec "$dir/venv/bin/gunicorn" --bind "127.0.0.1:$4" --workers "${5:-1}" --timeout 0 promargus.webhook:app
        ;;
    *) usage ;;
esac
