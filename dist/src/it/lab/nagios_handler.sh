#!/usr/bin/env bash
# A handler that Nagios starts for each check result, as nagios-argus-glue is: tests take incidents over from it, and
# NagiosForkBench measures argus-glue against it.
#
#   nagios_handler.sh install DIR     fetches its library from PyPI into the environment DIR, if it is not there yet
#   nagios_handler.sh program DIR     prints the beginning of its command line
#
# ARGUS_API_CLIENT (0.8.0)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${ARGUS_API_CLIENT:-0.8.0}

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }

[ $# = 2 ] || usage
case $1 in
    install)
        [ ! -e "$2/.argus-api-client-$version" ] || exit 0
        python3 -m venv "$2"
        "$2/bin/pip" install --quiet --disable-pip-version-check "argus-api-client==$version" >&2
        touch "$2/.argus-api-client-$version"
        ;;
    program) echo "$2/bin/python $here/nagios_handler.py" ;;
    *) usage ;;
esac
