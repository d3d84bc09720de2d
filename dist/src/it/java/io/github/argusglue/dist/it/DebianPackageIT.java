package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The life of the Debian package in a clean Debian 12 under a real systemd: from {@code apt install} to the first
 * incident in a real Argus, as the installation page says, then an upgrade, a removal and a purge.
 */
@ExtendWith(Lab.class)
final class DebianPackageIT {
    private static final String MARK = "<!-- DebianPackageIT runs these commands. -->\n";
    private static final String SOURCE = "oslo";
    private static final Duration MOST_TIME = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path LAYOUT = Path.of(System.getProperty("argusglue.layout", ""));
    private static final String[] WHERE_PACKAGES_WRITE = {"/etc", "/usr", "/var/lib", "/opt", "/root"};

    private final LabArgus argus;

    DebianPackageIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    @Timeout(600)
    void installUpgradeRemovePurge() throws Exception {
        try (LabDebian debian = LabDebian.start();
                StandInAlertmanager alertmanager = StandInAlertmanager.start(Clock.systemUTC())) {
            alertmanager.fire(Map.of("alertname", "DiskFull", "instance", "web1", "severity", "critical"), Map.of());
            Files.copy(builtPackage(), debian.file("/root").resolve("argus-glue_0.1_all.deb"));

            install(debian, alertmanager);
            argus.awaitOpen(SOURCE, 1, SOON);
            theServiceIsProtected(debian);
            upgrade(debian);
            removeAndPurge(debian);
        }
    }

    private void install(LabDebian debian, StandInAlertmanager alertmanager) throws IOException {
        Instant begin = Instant.now();
        String typed = commands()
                .replace("editor /etc/argus-glue/argus-glue.toml", """
                        cat >>/etc/argus-glue/argus-glue.toml <<'END'
                        [http]
                        listen = "127.0.0.1:0" # other tests may have the usual port
                        [sources.%s]
                        type = "alertmanager"
                        argus_token = { file = "/etc/argus-glue/oslo.token" }
                        urls = ["%s"]
                        END
                        sed -i 's#https://argus.example.org#%s#' /etc/argus-glue/argus-glue.toml""".formatted(
                                SOURCE, alertmanager.urls().get(0), argus.url()))
                .replace("THE-TOKEN", argus.newSource(SOURCE));
        String said = debian.run(
                "cd /root; set -e; apt-get -qq update\n" + typed.replace("apt install", "apt-get -qy install"));
        argus.awaitOpen(SOURCE, 1, SOON);
        Duration took = Duration.between(begin, Instant.now());
        System.out.println("from 'apt install' to the first incident: " + took.toSeconds() + " s");
        assertTrue(took.compareTo(MOST_TIME) < 0, took::toString);
        assertTrue(said.contains("edit /etc/argus-glue/argus-glue.toml, then run: systemctl enable --now"), said);
    }

    private static void theServiceIsProtected(LabDebian debian) {
        assertEquals("active", debian.run("systemctl is-active argus-glue"));
        debian.run("systemd-analyze security --no-pager --threshold=15 argus-glue");
        assertEquals(
                "root:argus-glue 750\nroot:argus-glue 640\nroot:argus-glue 640\nargus-glue:argus-glue 700",
                debian.run("stat -c '%U:%G %a' /etc/argus-glue /etc/argus-glue/argus-glue.toml"
                        + " /etc/argus-glue/oslo.token /var/lib/argus-glue"));
        assertEquals("argus-glue", debian.run("stat -c %U /proc/$(systemctl show -P MainPID argus-glue)"));
        debian.run("systemctl reload argus-glue");
        String log = debian.run("journalctl --no-pager -o cat -u argus-glue");
        assertFalse(log.contains("WARN") || log.contains("ERROR") || log.contains("not permitted"), log);
    }

    private void upgrade(LabDebian debian) {
        debian.run("mkdir -p /usr/share/argus-glue/plugins/own && touch /usr/share/argus-glue/plugins/own/own.jar");
        String before = debian.run("systemctl show -P MainPID argus-glue; sha256sum </etc/argus-glue/argus-glue.toml");
        debian.run("set -e; cd /root; dpkg-deb -R argus-glue_0.1_all.deb next"
                + "; sed -i 's/^Version: .*/Version: 99/' next/DEBIAN/control"
                + "; dpkg-deb -Zgzip -z1 -b next argus-glue_99_all.deb; rm -r next"
                + "; apt-get -qy install ./argus-glue_99_all.deb");
        assertEquals("99", debian.run("dpkg-query -W -f '${Version}' argus-glue"));
        String after = debian.run("systemctl show -P MainPID argus-glue; sha256sum </etc/argus-glue/argus-glue.toml");
        assertNotEquals(before.lines().findFirst(), after.lines().findFirst(), "the service was restarted");
        assertEquals(before.lines().skip(1).toList(), after.lines().skip(1).toList(), "the configuration was kept");
        debian.run("test -e /usr/share/argus-glue/plugins/own/own.jar");
        assertEquals("active", debian.run("systemctl is-active argus-glue"));
        assertEquals(1, argus.count(SOURCE), "one incident, as before");
        assertEquals(1, argus.openCount(SOURCE));
    }

    private void removeAndPurge(LabDebian debian) {
        debian.run("rm -r /usr/share/argus-glue/plugins/own; apt-get -qy remove argus-glue");
        assertEquals("inactive", debian.run("systemctl is-active argus-glue || true"));
        debian.run("test -e /etc/argus-glue/argus-glue.toml -a -e /etc/argus-glue/oslo.token");
        debian.run("apt-get -qy purge argus-glue; rm /root/*.deb");
        Set<String> left = debian.paths(WHERE_PACKAGES_WRITE);
        left.removeIf(path -> !path.contains("argus-glue") || path.startsWith("/var/lib/systemd/"));
        assertEquals(Set.of(), left);
        assertEquals("", debian.run("getent passwd argus-glue || true"));
        assertEquals(1, argus.openCount(SOURCE), "a removed program closes nothing");
    }

    private static String commands() throws IOException {
        String page = Files.readString(LAYOUT.resolve("docs/operate/install.md"));
        String block = page.substring(page.indexOf(MARK) + MARK.length());
        assertTrue(block.startsWith("```sh\n"), "a block of commands stands below the mark");
        return block.substring("```sh\n".length(), block.indexOf("\n```"));
    }

    private static Path builtPackage() throws IOException {
        try (Stream<Path> files = Files.list(LAYOUT.toAbsolutePath().getParent())) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no package: build with -Ddeb.skip=false"));
        }
    }
}
