package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a real Icinga says and does. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcingaBackendIT {
    private static final ObjectKey AWKWARD = ObjectKey.service("host1", "C:\\ \"data\"; $ö$");
    private static final ObjectKey HOST4 = ObjectKey.host("host4");

    private final IcingaLab lab = new IcingaLab(4, 40, Map.of("ATTEMPTS", "2", "FLAPPING", "1"));
    private final AtomicInteger hints = new AtomicInteger();
    private TestContext context = new TestContext();
    private IcingaBackend backend = new IcingaBackend(lab.endpoint(), context);

    @BeforeEach
    void connect() {
        lab.run("run");
        lab.run("mass-ok", "40");
        lab.run("set", "host1", AWKWARD.service().orElseThrow(), "OK");
        lab.run("set", "host1", "-", "UP");
        lab.run("set", "host4", "-", "UP");
        hints.set(0);
        context = new TestContext();
        backend = new IcingaBackend(lab.endpoint(), context);
    }

    @AfterEach
    void disconnect() {
        context.close();
        backend.close();
        assertEquals(List.of(), context.escaped());
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    private static ObjectKey service(int number) {
        return ObjectKey.service("host" + ((number - 1) % 4 + 1), "Service " + number);
    }

    private void fail(ObjectKey key, String state) {
        for (int attempt = 1; attempt <= 2; attempt++) {
            lab.run("set", key.host(), key.service().orElse("-"), state, "it; is \"bad\"\nmore");
        }
    }

    private Map<ObjectKey, ObjectStatus> read(ObjectKey... watched) throws Exception {
        return backend.read(Set.of(watched)).objects().stream()
                .collect(Collectors.toMap(ObjectStatus::key, status -> status));
    }

    @Test
    void problemIsReadWithAllThatIsKnown() throws Exception {
        Map<ObjectKey, ObjectStatus> before = read(service(5), HOST4, ObjectKey.host("gone"));
        assertEquals(Set.of(service(5), HOST4), before.keySet());
        Instant lastOk = requireNonNull(before.get(service(5))).lastCheck();
        lab.run("set", "host1", "Service 5", "WARNING", "first");
        assertFalse(requireNonNull(read().get(service(5))).isHard());
        fail(service(5), "CRITICAL");
        ObjectStatus status = read().get(service(5));
        assertTrue(
                requireNonNull(status).isChecked() && status.isHard() && status.isNotifying() && status.isReachable());
        assertEquals(State.CRITICAL, status.state());
        assertEquals("it; is \"bad\"", status.output());
        assertEquals(Optional.of(lastOk), status.lastOk(), "last check that was OK");
        assertTrue(status.since().orElseThrow().isAfter(lastOk));
        assertFalse(status.lastCheck().isBefore(status.since().orElseThrow()));
        assertEquals(Map.of("number", "5"), status.definition().variables());
        assertEquals(List.of("first"), status.definition().groups());
        assertEquals(
                "https://wiki.example.org/host1/Service%205",
                status.definition().notesUrl());
        ObjectStatus host = status.host().orElseThrow();
        assertEquals("192.0.2.1", host.definition().address());
        assertEquals("Host number 1", host.definition().alias());
        assertEquals(List.of("odd"), host.definition().groups());
        assertEquals(
                Map.of("site", "site1", "contacts", "noc, owner"),
                host.definition().variables());
    }

    @Test
    void clientCertificateIsEnough() throws Exception {
        try (IcingaBackend other = new IcingaBackend(lab.endpointWithCertificate(), context)) {
            other.start(hints::incrementAndGet);
            assertEquals(1, other.read(Set.of(HOST4)).objects().size());
        }
    }

    @Test
    void hostDownUnreachableDowntimeFlappingAndNotifications() throws Exception {
        fail(service(4), "CRITICAL");
        fail(HOST4, "DOWN");
        fail(service(8), "UNKNOWN");
        Map<ObjectKey, ObjectStatus> down = read();
        assertEquals(State.DOWN, requireNonNull(down.get(HOST4)).state());
        assertEquals(
                State.DOWN,
                requireNonNull(down.get(service(4))).host().orElseThrow().state());
        assertTrue(requireNonNull(down.get(service(8))).isReachable(), "checked while its host was down");
        fail(ObjectKey.host("host1"), "DOWN");
        fail(HOST4, "DOWN");
        assertEquals(State.UNREACHABLE, requireNonNull(read().get(HOST4)).state());

        lab.run("downtime", "host1", "-", "600");
        lab.run("notifications", "off", "host4", "Service 4");
        lab.run("flap", "host3", "Service 3", "21");
        await("the downtime begins", () -> status(ObjectKey.host("host1")).isInDowntime());
        Map<ObjectKey, ObjectStatus> all = read(service(3));
        ObjectStatus host1 = all.get(ObjectKey.host("host1"));
        assertEquals(
                "planned work", requireNonNull(host1).downtime().orElseThrow().text());
        assertTrue(host1.downtime().orElseThrow().until().isAfter(Instant.now().plusSeconds(500)));
        assertFalse(requireNonNull(all.get(service(4))).isNotifying());
        assertTrue(requireNonNull(all.get(service(3))).isFlapping());
        lab.run("notifications", "on", "host4", "Service 4");
    }

    private ObjectStatus status(ObjectKey key) {
        try {
            return requireNonNull(read(key).get(key));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void commandsReachTheObjectWithTheAwkwardName() throws Exception {
        fail(AWKWARD, "CRITICAL");
        fail(service(1), "CRITICAL");
        String text = "it's \"full\"; {{{ $x$ \\ }}}\nsecond line [argus-glue c0ffee]";
        Instant until = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        backend.acknowledge(AWKWARD, "kåre \"k\"", text, Optional.of(until));
        backend.comment(AWKWARD, "kari", "ticket https://tickets.example.org/1?a=b&c");
        ObjectStatus status = status(AWKWARD);
        assertTrue(status.isAcknowledged());
        assertEquals(Optional.of(until), status.acknowledgedUntil());
        Comment comment = status.comments().get(0);
        assertEquals(List.of("kåre \"k\"", text), List.of(comment.author(), comment.text()));
        assertEquals(
                "ticket https://tickets.example.org/1?a=b&c",
                status.comments().get(1).text());
        assertFalse(status(service(1)).isAcknowledged(), "nothing else is touched");

        lab.run("restart");
        assertEquals(status.comments(), status(AWKWARD).comments(), "comments survive a restart");
        assertTrue(status(AWKWARD).isAcknowledged());
        backend.acknowledge(AWKWARD, "ola", "again", Optional.empty());
        assertEquals(2, status(AWKWARD).comments().size(), "it is acknowledged already");
        backend.removeAcknowledgement(AWKWARD, comment);
        assertFalse(status(AWKWARD).isAcknowledged());
        assertEquals(1, status(AWKWARD).comments().size(), "the ticket stays");

        lab.run("ack", "host1", AWKWARD.service().orElseThrow(), "ola", "mine");
        backend.removeAcknowledgement(AWKWARD, comment);
        assertTrue(status(AWKWARD).isAcknowledged(), "that of somebody else stays");
        backend.acknowledge(ObjectKey.host("gone"), "kari", "gone", Optional.empty());
        backend.acknowledge(service(2), "kari", "not a problem", Optional.empty());
    }

    @Test
    void permissionsOfTheDocumentationAreEnoughAndFewerAreNamed() throws Exception {
        backend.start(hints::incrementAndGet);
        lab.run("permit", "objects/query/Host", "status/query");
        try {
            SourceException atStart = assertThrows(
                    SourceException.class, () -> new IcingaBackend(lab.endpoint(), context).start(() -> {}));
            assertEquals(SourceException.Kind.UNAUTHORIZED, atStart.kind());
            assertTrue(
                    requireNonNull(atStart.getMessage())
                            .contains("add \"objects/query/Service\", \"objects/query/Comment\","
                                    + " \"objects/query/Downtime\" to its ApiUser"),
                    atStart::getMessage);
            SourceException later = assertThrows(SourceException.class, this::read);
            assertEquals(SourceException.Kind.UNAUTHORIZED, later.kind());
            assertTrue(
                    requireNonNull(later.getMessage()).contains("permission 'objects/query/service'"),
                    later::getMessage);
            SourceException command =
                    assertThrows(SourceException.class, () -> backend.comment(HOST4, "kari", "not permitted"));
            assertTrue(
                    requireNonNull(command.getMessage()).contains("add \"actions/add-comment\""), command::getMessage);
        } finally {
            lab.run("permit", "status/query", "objects/query/*", "events/*", "actions/*");
        }
    }

    @Test
    void eventsAreHintsAlsoAfterARestart() throws Exception {
        backend.start(hints::incrementAndGet);
        // Both states: the stream may begin after the first change, and the same state again is no event.
        await("a hint", () -> hintAfter("CRITICAL") || hintAfter("OK"));
        lab.run("restart");
        await("a hint after the restart", () -> hintAfter("WARNING") || hintAfter("OK"));
        await("no complaint", () -> backend.health().problem().isEmpty());
    }

    private boolean hintAfter(String state) {
        int before = hints.get();
        lab.run("set", "host2", "Service 2", state);
        lab.run("set", "host2", "Service 2", state);
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        return hints.get() > before;
    }

    @Test
    void stopCrashAndReload() throws Exception {
        fail(service(1), "CRITICAL");
        Instant lastOk = status(service(1)).lastOk().orElseThrow();
        Instant began = backend.read(Set.of()).programStart();
        lab.run("end");
        SourceException stopped = assertThrows(SourceException.class, this::read);
        assertEquals(SourceException.Kind.UNREACHABLE, stopped.kind());
        lab.run("run");
        Reading restarted = backend.read(Set.of());
        assertTrue(restarted.programStart().isAfter(began));
        assertEquals(Optional.of(lastOk), status(service(1)).lastOk(), "the same occurrence");

        fail(service(2), "CRITICAL");
        Instant checked = status(service(2)).lastCheck();
        lab.run("crash");
        lab.run("run");
        ObjectStatus rolledBack = status(service(2));
        assertEquals(State.OK, rolledBack.state(), "as it was when the state was saved");
        assertTrue(rolledBack.lastCheck().isBefore(checked));

        lab.run("reload", "39");
        assertFalse(read(service(40), service(39)).containsKey(service(40)), "removed");
        lab.run("reload", "40");
        assertFalse(status(service(40)).isChecked(), "added again, it is new");
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
