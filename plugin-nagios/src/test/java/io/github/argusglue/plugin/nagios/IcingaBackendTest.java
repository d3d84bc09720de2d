package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.StandInIcinga;
import io.github.argusglue.plugin.nagios.standin.StandInIcinga.Fault;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcingaBackendTest {
    private static final Instant START = Instant.ofEpochSecond(1795213286);
    private static final ObjectKey HOST = ObjectKey.host("web1");
    private static final ObjectKey DISK = ObjectKey.service("web1", "disk \"/\"");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(START);
    private final StandInNagios daemon = new StandInNagios(clock);
    private final StandInIcinga icinga = StandInIcinga.start(daemon);
    private final TestContext context = new TestContext("icinga", clock);
    private final AtomicInteger hints = new AtomicInteger();
    private IcingaBackend backend;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), icinga.authority());
        backend = backend(access().basic(StandInIcinga.USER, Secret.of(StandInIcinga.PASSWORD)));
        daemon.addHost("gw").address("192.0.2.254");
        daemon.addHost("web1").parents("gw").alias("Web server").groups("web").variable("site", "oslo");
        daemon.addService("web1", "disk \"/\"").maxAttempts(2).alias("Disk").groups("disks");
        daemon.set("gw", "", 0, "PING OK");
        daemon.set("web1", "", 0, "PING OK");
        daemon.set("web1", "disk \"/\"", 0, "OK");
        clock.advance(Duration.ofSeconds(60));
    }

    private HttpAccess.Builder access() {
        return HttpAccess.builder().caFile(folder.resolve("ca.crt")).serverName(StandInIcinga.NODE_NAME);
    }

    private IcingaBackend backend(HttpAccess.Builder access) {
        return new IcingaBackend(HttpEndpoint.of(icinga.url(), access.build()), context);
    }

    @AfterEach
    void end() {
        context.close();
        backend.close();
        icinga.close();
        assertEquals(List.of(), context.escaped());
    }

    private Map<ObjectKey, ObjectStatus> read(ObjectKey... watched) throws Exception {
        return backend.read(Set.of(watched)).objects().stream()
                .collect(Collectors.toMap(ObjectStatus::key, status -> status));
    }

    private void fail() {
        daemon.setHard("web1", "disk \"/\"", 2, "disk; full");
    }

    @Test
    void problemIsReadWithItsHost() throws Exception {
        daemon.object("web1", "disk \"/\"").notesUrl("https://wiki/$host.name$/$service.name$?ip=$address$");
        daemon.set("web1", "disk \"/\"", 1, "first");
        ObjectStatus soft = read().get(DISK);
        assertFalse(requireNonNull(soft).isHard());
        clock.advance(Duration.ofSeconds(10));
        fail();
        Reading reading = backend.read(Set.of());
        assertEquals(clock.instant(), reading.at());
        assertEquals(START.plusMillis(500), reading.programStart());
        assertEquals(1, reading.objects().size(), "its host has no problem");
        ObjectStatus disk = reading.objects().get(0);
        assertEquals(DISK, disk.key());
        assertEquals(State.CRITICAL, disk.state());
        assertTrue(disk.isChecked() && disk.isHard() && disk.isNotifying() && disk.isReachable());
        assertFalse(disk.isAcknowledged() || disk.isInDowntime() || disk.isFlapping());
        assertEquals("disk: full", disk.output());
        assertEquals(clock.instant(), disk.lastCheck());
        assertEquals(Optional.of(START.plusSeconds(60)), disk.lastOk());
        assertEquals(Optional.of(clock.instant()), disk.since());
        assertEquals("Disk", disk.definition().alias());
        assertEquals(List.of("disks"), disk.definition().groups());
        assertEquals(
                "https://wiki/web1/disk%20%22%2F%22?ip=192.0.2.1",
                disk.definition().notesUrl());
        ObjectStatus host = disk.host().orElseThrow();
        assertEquals(State.UP, host.state());
        assertEquals("192.0.2.1", host.definition().address());
        assertEquals(List.of("web"), host.definition().groups());
        assertEquals(Map.of("SITE", "oslo"), host.definition().variables());
        assertTrue(backend.knows(DISK) && backend.knows(HOST));
        assertFalse(backend.knows(ObjectKey.host("gw")));
    }

    @Test
    void clientCertificateIsEnough() throws Exception {
        Path certificate = Files.writeString(folder.resolve("client.pem"), icinga.clientCertificate());
        fail();
        try (IcingaBackend other = backend(access().clientCertificate(certificate))) {
            other.start(hints::incrementAndGet);
            assertEquals(1, other.read(Set.of()).objects().size());
        }
    }

    @Test
    void watchedObjectsAreReadAlways() throws Exception {
        daemon.addService("web1", "new");
        ObjectKey pending = ObjectKey.service("web1", "new");
        assertEquals(Map.of(), read(), "neither a problem nor watched");
        Map<ObjectKey, ObjectStatus> watched = read(DISK, HOST, pending, ObjectKey.service("web1", "gone"));
        assertEquals(Set.of(DISK, HOST, pending), watched.keySet());
        assertEquals(State.OK, requireNonNull(watched.get(DISK)).state());
        assertFalse(requireNonNull(watched.get(pending)).isChecked());
    }

    @Test
    void hostDownAndUnreachableAreToldApart() throws Exception {
        fail();
        daemon.setHard("web1", "", 1, "no ping");
        Map<ObjectKey, ObjectStatus> down = read();
        assertEquals(State.DOWN, requireNonNull(down.get(HOST)).state());
        assertEquals(
                State.DOWN, requireNonNull(down.get(DISK)).host().orElseThrow().state());
        assertTrue(down.get(DISK).isReachable(), "that its host is down is said by the host");
        daemon.setHard("gw", "", 1, "no ping");
        Map<ObjectKey, ObjectStatus> unreachable = read();
        assertEquals(State.UNREACHABLE, requireNonNull(unreachable.get(HOST)).state());
        assertFalse(requireNonNull(unreachable.get(DISK)).isReachable());
        assertEquals(
                State.DOWN,
                requireNonNull(unreachable.get(ObjectKey.host("gw"))).state());
    }

    @Test
    void commentsDowntimesAndFlagsAreRead() throws Exception {
        fail();
        ObjectStatus plain = read().get(DISK);
        assertEquals(List.of(), requireNonNull(plain).comments());
        assertFalse(icinga.requests().contains("/v1/objects/downtimes"), "none is in effect");
        command("ADD_SVC_COMMENT;web1;disk \"/\";1;kari;looking");
        command("ACKNOWLEDGE_SVC_PROBLEM_EXPIRE;web1;disk \"/\";2;0;0;1795299999;ola;new disk ordered");
        command("SCHEDULE_HOST_DOWNTIME;web1;" + daemon.now() + ";1795300000;1;0;0;kari;move to rack 4");
        command("DISABLE_SVC_NOTIFICATIONS;web1;disk \"/\"");
        daemon.flap("web1", "disk \"/\"", true);
        ObjectStatus disk = read().get(DISK);
        assertTrue(requireNonNull(disk).isAcknowledged() && disk.isFlapping());
        assertFalse(disk.isNotifying() || disk.isInDowntime());
        assertEquals(Optional.of(Instant.ofEpochSecond(1795299999)), disk.acknowledgedUntil());
        assertEquals(
                List.of("USER kari looking", "ACKNOWLEDGEMENT ola new disk ordered"),
                disk.comments().stream()
                        .map(comment -> comment.kind() + " " + comment.author() + " " + comment.text())
                        .toList());
        ObjectStatus host = disk.host().orElseThrow();
        assertTrue(host.isInDowntime());
        assertEquals(
                Optional.of(new Downtime("kari", "move to rack 4", Instant.ofEpochSecond(1795300000))),
                host.downtime());
    }

    private void command(String line) {
        daemon.apply("[" + daemon.now() + "] " + line);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/status, DOWN, UNREACHABLE",
        "/v1/objects/hosts, RELOADING, UNREACHABLE",
        "/v1/objects/services, NOTHING, BAD_ANSWER",
        "/v1/objects/services, GARBAGE, BAD_ANSWER",
        "/v1/objects/comments, TRUNCATED, UNREACHABLE",
        "/v1/objects/comments, REFUSES, UNAUTHORIZED",
        "/v1/objects/downtimes, NOTHING, BAD_ANSWER",
        "/v1/objects/downtimes, DOWN, UNREACHABLE"
    })
    void whatCannotBeReadIsNotEmpty(String path, Fault fault, SourceException.Kind kind) throws Exception {
        fail();
        command("SCHEDULE_SVC_DOWNTIME;web1;disk \"/\";" + daemon.now() + ";1795300000;1;0;0;kari;new disk");
        icinga.fail(path, fault);
        SourceException failure = assertThrows(SourceException.class, this::read);
        assertEquals(kind, failure.kind(), failure::getMessage);
        icinga.recover();
        assertEquals(1, read().size());
    }

    @Test
    void missingPermissionsAreNamed() throws Exception {
        icinga.permit("objects/query/Host", "objects/query/service (filtered)", "events/*");
        SourceException atStart = assertThrows(SourceException.class, () -> backend.start(hints::incrementAndGet));
        assertEquals(SourceException.Kind.UNAUTHORIZED, atStart.kind());
        String text = "the API user 'argus-glue' lacks permissions: add \"status/query\", \"objects/query/Comment\","
                + " \"objects/query/Downtime\" to its ApiUser object in Icinga";
        assertTrue(requireNonNull(atStart.getMessage()).contains(text), atStart::getMessage);
        SourceException later = assertThrows(SourceException.class, this::read);
        assertTrue(requireNonNull(later.getMessage()).contains("permission 'status/query'"), later::getMessage);
        icinga.permit("*");
        backend.start(hints::incrementAndGet);
        await("events are followed", () -> icinga.followers() == 1);
    }

    @Test
    void eventsAreHints() throws Exception {
        backend.start(hints::incrementAndGet);
        await("events are followed", () -> icinga.followers() == 1);
        assertEquals(0, hints.get());
        fail();
        await("the failure is a hint", () -> hints.get() > 0);
        daemon.stop();
        await("the stream has ended", () -> icinga.followers() == 0);
        daemon.start();
        await("events are followed again", () -> icinga.followers() == 1);
        int before = hints.get();
        daemon.setHard("web1", "", 1, "no ping");
        await("the next failure is a hint", () -> hints.get() > before);
    }

    @Test
    void eventsThatAreNotPermittedAreNoHints() throws Exception {
        icinga.permit("objects/*", "status/query");
        backend.start(hints::incrementAndGet);
        await("it is said", () -> backend.health().problem().isPresent());
        String problem = backend.health().problem().orElseThrow();
        assertTrue(problem.startsWith("changes are seen late: POST https://127.0.0.1:"), problem);
        assertTrue(problem.contains("give the API user the permission 'events/*'"), problem);
        fail();
        assertEquals(1, read().size());
        assertEquals(0, hints.get());
    }

    @Test
    void acknowledgementIsMadeAndWithdrawn() throws Exception {
        fail();
        String text = "it's \"full\"; [1] ADD_SVC_COMMENT\nsecond line {{{ $x$";
        Instant until = clock.instant().plusSeconds(600);
        backend.acknowledge(DISK, "kari", text, Optional.of(until));
        ObjectStatus disk = read().get(DISK);
        assertTrue(requireNonNull(disk).isAcknowledged());
        assertEquals(Optional.of(until), disk.acknowledgedUntil());
        assertEquals(2, daemon.object("web1", "disk \"/\"").check.acknowledgement, "sticky");
        Comment comment = disk.comments().get(0);
        assertEquals(List.of("kari", text), List.of(comment.author(), comment.text()));
        assertEquals(Comment.Kind.ACKNOWLEDGEMENT, comment.kind());

        backend.acknowledge(DISK, "ola", "again", Optional.empty());
        assertEquals(1, requireNonNull(read().get(DISK)).comments().size(), "it is acknowledged already");
        backend.removeAcknowledgement(DISK, comment);
        ObjectStatus after = read().get(DISK);
        assertFalse(requireNonNull(after).isAcknowledged());
        assertEquals(List.of(), after.comments());
        backend.removeAcknowledgement(DISK, comment);

        backend.acknowledge(DISK, "kari", "until it is over", Optional.empty());
        daemon.set("web1", "disk \"/\"", 0, "OK");
        assertEquals(List.of(), daemon.comments(), "nothing is left behind");
    }

    @Test
    void acknowledgementOfSomebodyElseStays() throws Exception {
        fail();
        daemon.setHard("web1", "", 1, "no ping");
        backend.acknowledge(DISK, "kari", "ours", Optional.empty());
        Comment ours = requireNonNull(read().get(DISK)).comments().get(0);
        command("REMOVE_SVC_ACKNOWLEDGEMENT;web1;disk \"/\"");
        command("ACKNOWLEDGE_SVC_PROBLEM;web1;disk \"/\";2;0;0;ola;theirs");
        command("ACKNOWLEDGE_HOST_PROBLEM;web1;2;0;0;ola;theirs, too");
        backend.removeAcknowledgement(DISK, ours);
        Comment notShown = new Comment("", Comment.Kind.ACKNOWLEDGEMENT, "", "", clock.instant());
        backend.removeAcknowledgement(HOST, notShown);
        Map<ObjectKey, ObjectStatus> objects = read();
        assertTrue(requireNonNull(objects.get(DISK)).isAcknowledged()
                && requireNonNull(objects.get(HOST)).isAcknowledged());
        assertEquals("theirs", objects.get(DISK).comments().get(0).text());
    }

    @Test
    void commentIsAddedToHostAndService() throws Exception {
        fail();
        daemon.setHard("web1", "", 1, "no ping");
        backend.comment(DISK, "kari", "ticket 1");
        backend.comment(HOST, "kari", "ticket 2");
        Map<ObjectKey, ObjectStatus> objects = read();
        assertEquals(
                "ticket 1", requireNonNull(objects.get(DISK)).comments().get(0).text());
        assertEquals(
                "ticket 2", requireNonNull(objects.get(HOST)).comments().get(0).text());
        assertEquals(Comment.Kind.USER, objects.get(HOST).comments().get(0).kind());
    }

    @Test
    void whatIsGoneOrOverIsNoFailure() throws Exception {
        backend.acknowledge(DISK, "kari", "it is OK", Optional.empty());
        backend.acknowledge(ObjectKey.host("gone"), "kari", "it is gone", Optional.empty());
        backend.comment(ObjectKey.service("gone", "disk"), "kari", "it is gone");
        assertEquals(List.of(), daemon.comments());
    }

    @Test
    void commandThatIsNotPermittedIsAFailure() {
        fail();
        icinga.permit("objects/query/*", "status/query", "actions/add-comment");
        SourceException failure =
                assertThrows(SourceException.class, () -> backend.acknowledge(DISK, "kari", "text", Optional.empty()));
        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        assertTrue(
                requireNonNull(failure.getMessage()).contains("add \"actions/acknowledge-problem\" to its ApiUser"),
                failure::getMessage);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
