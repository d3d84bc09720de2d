#!/bin/sh
# Compiles the plugin in this folder against the SPI in this checkout, and stores it as the jar that OldestSpiTest loads.
# Run it only when the oldest supported SPI changes: the jar stands for plugins that were compiled long ago.
#
#   mvn -Dquick -DskipTests package -pl glue-spi && glue-core/src/test/oldest-spi/build.sh 0.2
set -eu
version=${1:?the SPI version, as in Glue-Spi-Version}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
javac --release 17 -proc:none -d "$work" -cp "$root/glue-spi/target/classes" "$here"/org/example/oldest/*.java
mkdir -p "$work/META-INF/services"
echo org.example.oldest.OldestFactory >"$work/META-INF/services/io.github.argusglue.spi.SourceAdapterFactory"
printf 'Glue-Spi-Version: %s\nImplementation-Version: 1.0\n' "$version" >"$work/manifest"
jar --create --date=2026-11-20T10:00:00Z --manifest="$work/manifest" \
    --file="$root/glue-core/src/test/resources/io/github/argusglue/core/plugin/oldest-spi.jar" -C "$work" org -C "$work" META-INF
