#!/usr/bin/env bash
# Checks manifests against the schemas of Kubernetes, strictly: an unknown field is a fault. The schemas come with
# kubernetes-validate from PyPI, which is installed into ~/.cache/argus-glue at the first run. No cluster is needed.
#
#   kubernetes.sh check FILE...       exit status 1 if a manifest is wrong; prints where
#   kubernetes.sh config FILE         prints the argus-glue.toml of the ConfigMap in a file of manifests
set -euo pipefail

usage() { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2; }
version=1.37.0
venv=${XDG_CACHE_HOME:-$HOME/.cache}/argus-glue/kubernetes-venv

install_once() {
    local ready=$venv/.kubernetes-validate-$version
    mkdir -p "$(dirname "$venv")"
    (
        flock 9
        [ ! -e "$ready" ] || exit 0
        rm -rf "$venv"
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check "kubernetes-validate==$version" >&2
        touch "$ready"
    ) 9>"$venv.lock"
}

[ $# -ge 2 ] || usage
verb=$1
shift
install_once
case $verb in
    check) "$venv/bin/kubernetes-validate" --strict "$@" 2>&1 ;;
    config)
        "$venv/bin/python" -c '
import sys, yaml
for manifest in yaml.safe_load_all(open(sys.argv[1])):
    if manifest["kind"] == "ConfigMap":
        print(manifest["data"]["argus-glue.toml"], end="")' "$1"
        ;;
    *) usage ;;
esac
