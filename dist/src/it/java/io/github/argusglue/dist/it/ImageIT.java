package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The container image that the profile {@code image} builds: as its numeric user, without capabilities and with a
 * read-only file system, it opens an incident in a real Argus and ends in time.
 */
@ExtendWith(Lab.class)
final class ImageIT {
    private static final String SOURCE = "image";
    private static final Duration SOON = Duration.ofSeconds(60);
    /** The time that Docker gives a container between SIGTERM and SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final LabArgus argus;

    ImageIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    @Timeout(300)
    void fromTheImageToTheFirstIncident() throws Exception {
        Path tar = Folders.layout().toAbsolutePath().resolveSibling("argus-glue-image.tar");
        assumeTrue(Files.exists(tar), "no image: build with -Pimage, too");
        try (LabContainer container = new LabContainer(tar);
                StandInAlertmanager alertmanager = StandInAlertmanager.start(Clock.systemUTC())) {
            itIsDescribed(container.configuration());
            alertmanager.fire(Map.of("alertname", "DiskFull", "instance", "web1", "severity", "critical"), Map.of());
            Path configuration = container.folder("etc");
            Files.writeString(configuration.resolve("argus-glue.toml"), """
                    [argus]
                    url = "%s"
                    [http]
                    listen = "127.0.0.1:0" # other tests may have the usual port
                    [sources.%s]
                    type = "alertmanager"
                    argus_token = { file = "image.token" }
                    urls = ["%s"]
                    """.formatted(
                            argus.url(), SOURCE, alertmanager.urls().get(0)));
            Path token = Files.writeString(configuration.resolve("image.token"), argus.newSource(SOURCE));
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("r--r-----"));
            Process process = container.start(configuration, container.folder("state"));

            argus.awaitOpen(SOURCE, 1, SOON);
            itIsConfined(container);
            long begin = System.nanoTime();
            process.destroy();
            assertEquals(0, LabContainer.awaitEnd(process, GRACE), () -> "ended with an error");
            System.out.println("from SIGTERM to the end: "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
            List<String> log = container.log();
            assertTrue(log.get(log.size() - 1).endsWith("service: stopped"), log::toString);
            assertTrue(
                    log.stream().noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR ")), log::toString);
            assertEquals(1, argus.openCount(SOURCE), "a stopped program closes nothing");
        }
    }

    private static void itIsDescribed(String image) {
        assertTrue(image.contains("\"User\":\"10001:10001\""), image);
        assertTrue(image.contains("\"/var/lib/argus-glue\":{}"), image);
        assertTrue(image.contains("\"org.opencontainers.image.version\""), image);
        assertTrue(image.contains("\"9680/tcp\":{}"), image);
    }

    private static void itIsConfined(LabContainer container) throws IOException {
        assertEquals("10001", container.run("id", "-u"));
        assertEquals(
                "0000000000000000", container.run("sh", "-c", "sed -n 's/^CapEff:[[:space:]]*//p' /proc/1/status"));
        assertEquals("no", container.run("sh", "-c", "touch /opt/argus-glue/x 2>/dev/null && echo yes || echo no"));
        String status = container.run("argus-glue", "status");
        assertTrue(status.contains(SOURCE), status);
        assertEquals("", container.run("sh", "-c", "ls -d /app 2>/dev/null || true"), "a second copy of the program");
    }
}
