#!/usr/bin/env bash
# Runs the built container image without a container engine, as one would with the strictest settings: its layers are unpacked
# in their order and started by runc with a read-only file system, without capabilities, as the user of the image. The network
# is that of this machine.
#
#   image.sh unpack TAR DIR           unpacks the image to the new directory DIR; DIR/image.json is its configuration
#   image.sh run    DIR CONF STATE    runs its command until it ends: CONF is /etc/argus-glue, read-only, STATE is
#                                     /var/lib/argus-glue. Signals are passed on, and its exit code is returned
#   image.sh exec   DIR COMMAND...    runs a command in the running container
#   image.sh stop   DIR               kills it, if it runs
#
# Needs root, and what deps.sh installs.
set -euo pipefail

usage() { sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2; }

unpack() {
    local tar=$1 dir=$2
    mkdir -p "$dir/rootfs" "$dir/archive"
    tar -xf "$tar" -C "$dir/archive"
    python3 - "$dir" <<'END'
import json, shutil, subprocess, sys
dir = sys.argv[1]
manifest = json.load(open(dir + "/archive/manifest.json"))[0]
shutil.copy(dir + "/archive/" + manifest["Config"], dir + "/image.json")
for layer in manifest["Layers"]:
    subprocess.run(["tar", "--warning=no-unknown-keyword", "--numeric-owner", "-xpf", dir + "/archive/" + layer, "-C", dir + "/rootfs"], check=True)
END
    rm -rf "$dir/archive"
}

# Writes what runc needs to know, from the configuration of the image.
configure() {
    local dir=$1
    (cd "$dir" && rm -f config.json && runc spec)
    python3 - "$@" <<'END'
import json, os, sys
dir, conf, state = sys.argv[1:]
image = json.load(open(dir + "/image.json"))["config"]
runtime = json.load(open(dir + "/config.json"))
user, group = (int(number) for number in image["User"].split(":"))
for folder in conf, state:
    for name in [folder] + [os.path.join(folder, name) for name in os.listdir(folder)]:
        os.chown(name, user, group)
process = runtime["process"]
process.update(terminal=False, user={"uid": user, "gid": group}, args=image["Entrypoint"] + image["Cmd"], env=image["Env"], capabilities={})
runtime["root"]["readonly"] = True
runtime["linux"]["namespaces"] = [kind for kind in runtime["linux"]["namespaces"] if kind["type"] != "network"]
runtime["mounts"] += [
    {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "mode=1777"]},
    {"destination": "/etc/argus-glue", "type": "bind", "source": conf, "options": ["bind", "ro"]},
    {"destination": "/var/lib/argus-glue", "type": "bind", "source": state, "options": ["bind", "rw"]},
]
json.dump(runtime, open(dir + "/config.json", "w"))
END
}

[ $# -ge 2 ] || usage
verb=$1
shift
case $verb in
    unpack) unpack "$@" ;;
    run)
        configure "$@"
        exec runc run --bundle "$1" "$(basename "$1")"
        ;;
    exec)
        name=$(basename "$1")
        shift
        exec runc exec "$name" "$@"
        ;;
    stop) runc delete --force "$(basename "$1")" ;;
    *) usage ;;
esac
