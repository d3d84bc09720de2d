#!/usr/bin/env bash
# Builds the last commit twice in folders of different names and in different time zones, and compares what came out:
# every jar, the archive and the Debian package must have the same bytes. Prints what differs; exit code 1 if anything does.
# The umask has to be the same: a jar holds the modes of the class files that went into it. The checks of the build are
# left out, since they change no byte.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
    git clone -q . "$work/$1"
    (cd "$work/$1" && umask 022 && TZ=$2 mvn -q -B -ntp -Dquick -Dmaven.javadoc.skip=false -Ddeb.skip=false -DskipTests package)
    (cd "$work/$1" && find . \( -path '*/target/*.jar' -o -path '*/target/*.zip' -o -path '*/target/*.tar.gz' -o -path '*/target/*.deb' \) \
        -not -path '*/target/argus-glue/*' -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/$1.sums"
}

build one UTC
build another-place Pacific/Chatham
if ! diff "$work/one.sums" "$work/another-place.sums"; then
    echo "the two builds differ, see above" >&2
    exit 1
fi
echo "$(wc -l <"$work/one.sums") files are the same in both builds"
