#!/usr/bin/env bash
# A disposable Debian 12 with a running systemd, to install the package in: one folder as its file system, processes of
# its own, and the network of this machine.
#
#   debian.sh start DIR               make it in the new directory DIR and boot it; DIR/root is its file system
#   debian.sh run   DIR COMMAND...    run a command in it, as root; its exit code is returned
#   debian.sh stop  DIR               end all its processes; DIR stays and can be deleted
#
# The first start downloads Debian and keeps it in ~/.cache/argus-glue/. Needs root with the right to mount,
# and what deps.sh installs.
set -euo pipefail

usage() { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2; }
die() { echo "debian.sh: $*" >&2; exit 1; }

pristine=${XDG_CACHE_HOME:-$HOME/.cache}/argus-glue/debian-12.tar

# As apt leaves the minimal system, with systemd and what reaches a repository by https.
download() {
    [ ! -e "$pristine" ] || return 0
    mmdebstrap --quiet --format=tar --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates bookworm "$pristine.part" >&2
    mv "$pristine.part" "$pristine"
}

# Runs in namespaces of its own, and becomes systemd.
boot() {
    local root=$1
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t tmpfs tmpfs "$root/run"
    mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
    mkdir "$root/sys/fs/cgroup/unified" "$root/sys/fs/cgroup/systemd"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
    mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
    mount --bind /dev "$root/dev"
    # Not chroot: systemd could not make the mounts of a hardened unit.
    cd "$root"
    mkdir -p old
    pivot_root . old
    umount -l /old
    exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --show-status=0
}

start() {
    local dir=$1 try
    [ "$(id -u)" = 0 ] || die "needs root"
    [ ! -e "$dir" ] || die "'$dir' exists"
    mkdir -p "$(dirname "$pristine")"
    exec 8>"$pristine.lock"
    flock 8
    download
    exec 8>&-
    mkdir -p "$dir/root"
    tar -xf "$pristine" -C "$dir/root"
    cp /etc/resolv.conf "$dir/root/etc/resolv.conf"
    # What it would do to the kernel of the machine, or wait for in vain.
    local unit
    for unit in systemd-sysctl.service systemd-modules-load.service systemd-remount-fs.service systemd-logind.service \
        console-getty.service getty.target sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
        dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount; do
        ln -sf /dev/null "$dir/root/etc/systemd/system/$unit"
    done
    setsid unshare --mount --pid --fork --kill-child --uts --ipc --cgroup "$0" boot "$dir/root" \
        >"$dir/boot.log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
    for try in $(seq 300); do
        [ "$try" -lt 300 ] || die "systemd does not start: see $dir/boot.log"
        if within "$dir" systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then
            break
        fi
        kill -0 "$(cat "$dir/pid")" 2>/dev/null || die "systemd has ended: see $dir/boot.log"
        sleep 0.1
    done
}

within() {
    local dir=$1 systemd
    shift
    systemd=$(pgrep -P "$(cat "$dir/pid")") || die "it does not run"
    nsenter -t "$systemd" --mount --pid --uts --ipc --cgroup --root --wd \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

stop() {
    local dir=$1
    [ -f "$dir/pid" ] || return 0
    # Ends unshare, and with it the first process of the namespace and all others.
    kill -9 "$(cat "$dir/pid")" 2>/dev/null || true
    rm -f "$dir/pid"
}

[ $# -ge 2 ] || usage
verb=$1 dir=$(realpath -m "$2")
shift 2
case $verb in
    start) start "$dir" ;;
    run) within "$dir" "$@" ;;
    stop) stop "$dir" ;;
    boot) boot "$dir" ;;
    *) usage ;;
esac
