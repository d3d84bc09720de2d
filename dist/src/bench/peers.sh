#!/usr/bin/env bash
# The Python programs that PeersBench measures argus-glue against, beside zino-argus-glue (zinoargus.sh) and
# prometheus-argus-glue (reannz.sh); in an environment of their own.
#
#   peers.sh install DIR                         fetches them into DIR, if they are not there yet
#   peers.sh nagios DIR URL TOKEN SECONDS        starts SUNET's nagios-argus-glue for one check result, OK after OK, in
#                                                every so many seconds, as Nagios does
#   peers.sh generic DIR URL TOKEN               runs pomodoro of the Argus project's stubs
#   peers.sh mist DIR URL TOKEN MIST ORG SECRET  runs mist_peer.py: there is no published program for Mist
#
# URL is that of Argus's site. NAGIOS_GLUE_REPOSITORY, STUBS_REPOSITORY: where they are cloned from.
# NAGIOS_GLUE_COMMIT, STUBS_COMMIT, ARGUS_API_CLIENT: which versions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

nagios_repository=${NAGIOS_GLUE_REPOSITORY:-https://github.com/SUNET/nagios-argus-glue}
nagios_commit=${NAGIOS_GLUE_COMMIT:-8c0b6e8}
stubs_repository=${STUBS_REPOSITORY:-https://github.com/Uninett/argus-glueservice-stubs}
stubs_commit=${STUBS_COMMIT:-e34000f}
client=${ARGUS_API_CLIENT:-0.8.0}

usage() { sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2; }

# Arguments: folder, repository, version, and what of it is needed.
clone() {
    git clone --quiet --no-checkout "$2" "$1"
    git -C "$1" checkout --quiet "$3" -- "$4"
}

[ $# -ge 2 ] || usage
command=$1
dir=$2
export PYTHONUNBUFFERED=1
case $command in
    install)
        [ ! -e "$dir/installed" ] || exit 0
        rm -rf "$dir"
        mkdir -p "$dir"
        clone "$dir/nagios-argus-glue" "$nagios_repository" "$nagios_commit" nagios_argus_glue.py
        clone "$dir/stubs" "$stubs_repository" "$stubs_commit" supervised
        python3 -m venv "$dir/venv"
        "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "argus-api-client==$client"
        touch "$dir/installed"
        ;;
    nagios)
        [ $# -eq 5 ] || usage
        cd "$dir/nagios-argus-glue"
        (umask 077 && printf 'config_token = "%s"\nconfig_url = "%s/api/v2"\n' "$4" "${3%/}" >config.py)
        while :; do
            "$dir/venv/bin/python" nagios_argus_glue.py --description 'Load OK - load average: 0.1' --hostname host1 \
                --servicestateid 0 --lastservicestateid 0 --servicestate OK --lastproblemid 0 --problemid 0 \
                --notification YES --max_attempts 3 --attempt_number 1
            sleep "$5"
        done
        ;;
    generic)
        [ $# -eq 4 ] || usage
        exec "$dir/venv/bin/python" "$dir/stubs/supervised/pomodoro/src/argus_pomodoro.py" "${3%/}" "$4"
        ;;
    mist)
        [ $# -eq 7 ] || usage
        exec "$dir/venv/bin/python" "$here/mist_peer.py" "${3%/}/api/v2" "$4" "$5" "$6" "$7"
        ;;
    *) usage ;;
esac
