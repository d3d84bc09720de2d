package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A simulated Zino and an adapter that reads it. */
final class ZinoFixture implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-20T21:39:31Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    final SettableClock clock = new SettableClock(BEGIN);
    final StandInZino zino = StandInZino.start(clock, ZinoConfigBuilder.USER, ZinoConfigBuilder.SECRET);
    final TestContext context = new TestContext("oslo", clock);
    final ZinoConfigBuilder config = ZinoConfigBuilder.of(zino);
    private ZinoAdapter adapter;

    ZinoFixture() {
        this(config -> {});
    }

    ZinoFixture(Consumer<ZinoConfigBuilder> settings) {
        settings.accept(config);
        adapter = new ZinoAdapter(config.build(), context);
    }

    ZinoAdapter adapter() {
        return adapter;
    }

    /** Replaces the adapter by a new one without memory, as after a restart of argus-glue. */
    void restartAdapter() {
        adapter.close();
        adapter = new ZinoAdapter(config.build(), context);
    }

    long port(String router, String name, String state) {
        return zino.open(
                router,
                "portstate",
                Map.of("port", name, "ifindex", "3", "portstate", state, "descr", "core, link 3", "lasttrans", "1"));
    }

    long unreachable(String router) {
        return zino.open(router, "reachability", Map.of("reachability", "no-response"));
    }

    Snapshot snapshot() throws SourceException, InterruptedException {
        return adapter.snapshot();
    }

    Alert singleAlert() throws SourceException, InterruptedException {
        Snapshot snapshot = snapshot();
        assertEquals(1, snapshot.alerts().size(), snapshot.alerts().toString());
        return snapshot.alerts().get(0);
    }

    /** Takes snapshots until one meets the condition, since notifications arrive with a delay. */
    Snapshot await(String what, Predicate<Snapshot> condition) throws SourceException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Snapshot found = snapshot();
            if (condition.test(found)) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                return fail("no snapshot with " + what + "; the last one: " + found.alerts() + " " + found.endings());
            }
            pause();
        }
    }

    Alert awaitSingleAlert(String what, Predicate<Alert> condition) throws SourceException, InterruptedException {
        return await(
                        what,
                        found -> found.alerts().size() == 1
                                && condition.test(found.alerts().get(0)))
                .alerts()
                .get(0);
    }

    static void awaitTrue(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + TIMEOUT + ": " + what);
            }
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Override
    public void close() {
        adapter.close();
        zino.close();
        assertEquals(List.of(), context.escaped());
        assertEquals(List.of(), zino.violations());
    }
}
