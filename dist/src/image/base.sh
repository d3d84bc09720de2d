#!/usr/bin/env bash
# Makes the base of the container image: Debian 12 with Debian's Java 17, as a tar that `docker load` and jib understand.
# Nothing comes from a container registry, and no container daemon is needed. Does nothing if FILE exists: remove it to get
# Debian's latest security updates.
#
#   base.sh FILE
#
# SOURCE_DATE_EPOCH sets all times in it. Needs mmdebstrap and python3, and root or user namespaces.
set -euo pipefail

[ $# = 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
file=$(realpath -m "$1")
[ ! -e "$file" ] || exit 0
mkdir -p "$(dirname "$file")"
work=$(mktemp -d "$file.XXXXXX")
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s)}

# The folder of manual pages is left out, but the package of Java needs it to be there while it is installed.
# Device files are left out, because an engine without root cannot make them; each engine provides its own.
# The user has a fixed number, so that it can own volumes, and Kubernetes can see that it is not root.
# shellcheck disable=SC2016 # $1 is for the hooks
mmdebstrap --quiet --skip=output/dev --variant=essential --format=tar --include=openjdk-17-jre-headless,ca-certificates,tzdata \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
    --customize-hook='echo "argus-glue:x:10001:10001::/var/lib/argus-glue:/usr/sbin/nologin" >>"$1/etc/passwd"' \
    --customize-hook='echo "argus-glue:x:10001:" >>"$1/etc/group"' \
    --customize-hook='install -d -m 0755 "$1/etc/argus-glue"' \
    --customize-hook='install -d -m 0700 -o 10001 -g 10001 "$1/var/lib/argus-glue"' \
    --customize-hook='ln -s /opt/argus-glue/bin/argus-glue "$1/usr/local/bin/argus-glue"' \
    --customize-hook='rm -rf "$1"/var/cache/* "$1"/var/log/* "$1"/var/lib/apt/lists/* "$1"/tmp/*' \
    --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf" "$1/etc/machine-id"' \
    bookworm "$work/layer.tar"

python3 - "$work" "$(dpkg --print-architecture)" <<'END'
import datetime, hashlib, json, os, sys
work, architecture = sys.argv[1:]
with open(work + "/layer.tar", "rb") as layer:
    digest = hashlib.file_digest(layer, "sha256").hexdigest()
made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
config = {
    "architecture": architecture, "os": "linux", "created": made,
    "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
    "history": [{"created": made, "created_by": "mmdebstrap bookworm"}],
}
manifest = [{"Config": "config.json", "RepoTags": None, "Layers": ["layer.tar"]}]
for name, content in ("config.json", config), ("manifest.json", manifest):
    with open(os.path.join(work, name), "w") as out:
        json.dump(content, out)
END
tar -C "$work" --sort=name --owner=0 --group=0 --mtime="@$SOURCE_DATE_EPOCH" -cf "$work/base.tar" config.json layer.tar manifest.json
mv "$work/base.tar" "$file"
