package io.github.argusglue.plugin.nagios;

import static io.github.argusglue.plugin.nagios.Samples.find;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PerfdataFifoTest {
    private static final String SERVICE =
            "S\t1795213297\th0006\tsvc00006\t2\tHARD\t12\t0\t1795213296\t1795213295\t0\tfull";

    @TempDir
    Path dir;

    @Test
    void resultsWithTheirToken() {
        Change change = Change.ofResult(SERVICE + "\t; really").orElseThrow();
        assertEquals(ObjectKey.service("h0006", "svc00006"), change.key());
        assertEquals(State.CRITICAL, change.state());
        assertEquals("full\t; really", change.output());
        assertEquals(Instant.ofEpochSecond(1795213297), change.at());
        assertEquals(Instant.ofEpochSecond(1795213296), change.lastOk());
        assertEquals(Instant.ofEpochSecond(1795213295), change.lastCheck());
        assertEquals(
                State.UNREACHABLE,
                Change.ofResult("H\t1\th1\t\t2\tHARD\t0\t0\t1\t1\t0\t")
                        .orElseThrow()
                        .state());
        assertEquals(
                State.OK,
                Change.ofResult("S\t1\th1\ts\t0\tSOFT\t0\t0\t1\t1\t0\tfine")
                        .orElseThrow()
                        .state());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S\t1\th1\ts\t2\tSOFT\t0\t0\t1\t1\t0\tnot yet",
                "S\t1\th1\t\t2\tHARD\t0\t0\t1\t1\t0\tno service",
                "H\t1\th1\ts\t2\tHARD\t0\t0\t1\t1\t0\ta host with a service",
                "S\t1\t\ts\t2\tHARD\t0\t0\t1\t1\t0\tno host",
                "S\t1\th1\ts\t2\tHARD\t0\t0\t1\t1",
                "c00006\t2\tHARD\t12\t0\t1\t1\t0\ttorn",
                "S\tx\th1\ts\t2\tHARD\t0\t0\t1\t1\t0\tno time",
                "DATATYPE::SERVICEPERFDATA\tTIMET::1"
            })
    void otherLines(String line) {
        assertEquals(Optional.empty(), Change.ofResult(line));
    }

    @Test
    void onlyChangesAreHints() throws Exception {
        Samples samples = new Samples(dir, Samples.NAGIOS);
        SettableClock clock = samples.clock();
        Path pipe = dir.resolve("results");
        Semaphore changed = new Semaphore(0);
        FilesConfig config = new FilesConfig(
                Optional.empty(),
                Optional.of(samples.status),
                Optional.empty(),
                Optional.of(samples.log),
                Optional.empty(),
                Optional.of(pipe));
        try (FilesBackend backend = new FilesBackend(config, new TestContext("test", clock))) {
            backend.start(changed::release);
            assertEquals(
                    "'" + pipe + "' does not exist: make a pipe with mkfifo that the daemon may write to, or remove"
                            + " 'perfdata_fifo'",
                    backend.health().problem().orElseThrow());
            assertEquals(
                    0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            backend.read(Set.of());
            assertEquals(Optional.empty(), backend.health().problem());
            changed.drainPermits();

            String same = "S\t1795213297\th0001\tsvc00001\t2\tHARD\t1\t0\t1795213288\t1795213297\t0\tstill\n";
            String unknown = "S\t1795213297\th0001\tnew\t2\tHARD\t1\t0\t1795213288\t1795213297\t0\tnew\n";
            Files.writeString(
                    pipe, "torn\n" + same + unknown + SERVICE + "\n" + SERVICE + "\n", StandardOpenOption.WRITE);
            assertTrue(changed.tryAcquire(10, TimeUnit.SECONDS));
            assertFalse(changed.tryAcquire(200, TimeUnit.MILLISECONDS));

            List<ObjectStatus> objects = backend.read(Set.of()).objects();
            assertEquals(9, objects.size());
            assertEquals(
                    Optional.of(Instant.ofEpochSecond(1795213296)),
                    find(objects, "h0006!svc00006").lastOk());

            Files.writeString(
                    samples.log,
                    "[1795213297] SERVICE ALERT: h0006;svc00006;CRITICAL;HARD;3;full\n",
                    StandardOpenOption.APPEND);
            assertEquals(
                    Optional.of(Instant.ofEpochSecond(1795213296)),
                    find(backend.read(Set.of()).objects(), "h0006!svc00006").lastOk(),
                    "the log says the same and knows less");
        }
    }
}
