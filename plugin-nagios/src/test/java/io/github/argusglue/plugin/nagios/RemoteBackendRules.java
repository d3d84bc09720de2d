package io.github.argusglue.plugin.nagios;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What every way to read a remote daemon has to do, whatever its protocol. */
public abstract class RemoteBackendRules {
    protected static final Instant START = Instant.ofEpochSecond(1_795_213_286);
    protected static final ObjectKey SERVICE = ObjectKey.service("web1", "disk /");
    protected static final ObjectKey HOST = ObjectKey.host("web1");

    protected final SettableClock clock = new SettableClock(START);
    protected final StandInNagios nagios = new StandInNagios(clock);
    protected final TestContext context = new TestContext("test", clock);
    private Backend backend;

    protected RemoteBackendRules() {
        nagios.addHost("gw").groups("routers");
        nagios.addHost("web1")
                .alias("First web server")
                .address("192.0.2.7")
                .parents("gw")
                .groups("linux", "oslo")
                .contactGroups("noc")
                .variable("SITE", "oslo")
                .notesUrl("https://wiki.example.org/$HOSTNAME$");
        nagios.addService("web1", "disk /")
                .groups("disks")
                .contactGroups("storage")
                .variable("QUEUE", "q1")
                .notesUrl("https://wiki.example.org/$HOSTNAME$/disk");
        nagios.addService("web1", "http");
        for (var object : nagios.objects()) {
            nagios.set(object.host, object.service, 0, "fine");
        }
    }

    /** Returns a backend for {@link #nagios} that has not been started. */
    protected abstract Backend newBackend() throws Exception;

    protected final Backend backend() {
        return backend;
    }

    @BeforeEach
    final void startBackend() throws Exception {
        backend = newBackend();
        backend.start(context::requestSnapshot);
    }

    @AfterEach
    final void closeBackend() {
        context.close();
        backend.close();
        assertEquals(List.of(), context.escaped());
    }

    protected final Map<ObjectKey, ObjectStatus> read(ObjectKey... watched) throws Exception {
        Reading reading = backend.read(Set.of(watched));
        return reading.objects().stream().collect(Collectors.toMap(ObjectStatus::key, status -> status));
    }

    @Test
    final void nothingIsReportedOfWhatIsFine() throws Exception {
        assertEquals(Map.of(), read());
        assertEquals(START, backend.read(Set.of()).programStart());
        assertEquals(START, backend.read(Set.of()).at());
    }

    @Test
    final void everythingAboutAProblem() throws Exception {
        clock.advance(Duration.ofSeconds(10));
        nagios.set("web1", "disk /", 1, "SOFT first");
        clock.advance(Duration.ofSeconds(10));
        nagios.setHard("web1", "disk /", 2, "98 % used");
        nagios.apply("[1] ADD_SVC_COMMENT;web1;disk /;1;bob;looking at it");
        nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;web1;disk /;2;0;1;ann;known; see wiki");
        nagios.apply(
                "[1] SCHEDULE_HOST_DOWNTIME;web1;" + nagios.now() + ";" + (nagios.now() + 60) + ";1;0;0;eve;works");
        ObjectStatus status = read().get(SERVICE);
        assertEquals(State.CRITICAL, requireNonNull(status).state());
        assertTrue(status.isChecked());
        assertTrue(status.isHard());
        assertEquals(START.plusSeconds(20), status.lastCheck());
        assertEquals(START.plusSeconds(10), status.lastOk().orElseThrow());
        assertEquals(START.plusSeconds(20), status.since().orElseThrow());
        assertEquals("98 % used", status.output());
        assertTrue(status.isAcknowledged());
        assertFalse(status.isInDowntime());
        assertFalse(status.isFlapping());
        assertTrue(status.isNotifying());
        assertTrue(status.isReachable());
        assertEquals(Map.of("QUEUE", "q1"), status.definition().variables());
        assertEquals(List.of("disks"), status.definition().groups());
        assertEquals(List.of("storage"), status.definition().contactGroups());
        assertEquals("https://wiki.example.org/web1/disk", status.definition().notesUrl());
        assertEquals(
                List.of(
                        new Comment("1", Comment.Kind.USER, "bob", "looking at it", START.plusSeconds(20)),
                        new Comment(
                                "2", Comment.Kind.ACKNOWLEDGEMENT, "ann", "known; see wiki", START.plusSeconds(20))),
                status.comments());
        ObjectStatus host = status.host().orElseThrow();
        assertEquals(HOST, host.key());
        assertEquals(State.UP, host.state());
        assertTrue(host.isInDowntime());
        assertEquals("eve", host.downtime().orElseThrow().author());
        assertEquals("works", host.downtime().orElseThrow().text());
        assertEquals(START.plusSeconds(80), host.downtime().orElseThrow().until());
        assertEquals("192.0.2.7", host.definition().address());
        assertEquals("First web server", host.definition().alias());
        assertEquals(Map.of("SITE", "oslo"), host.definition().variables());
        assertEquals(List.of("linux", "oslo"), host.definition().groups());
        assertEquals(List.of("noc"), host.definition().contactGroups());
        assertEquals("https://wiki.example.org/web1", host.definition().notesUrl());
    }

    @Test
    final void softFlappingMutedAndUnreachable() throws Exception {
        nagios.set("web1", "http", 3, "who knows");
        nagios.set("gw", "", 1, "no answer");
        nagios.set("web1", "", 2, "unreachable");
        nagios.flap("web1", "http", true);
        nagios.apply("[1] DISABLE_SVC_NOTIFICATIONS;web1;http");
        Map<ObjectKey, ObjectStatus> found = read();
        ObjectStatus http = found.get(ObjectKey.service("web1", "http"));
        assertEquals(State.UNKNOWN, requireNonNull(http).state());
        assertFalse(http.isHard());
        assertTrue(http.isFlapping());
        assertFalse(http.isNotifying());
        assertFalse(http.isReachable());
        assertEquals(State.UNREACHABLE, http.host().orElseThrow().state());
        assertEquals(State.DOWN, requireNonNull(found.get(ObjectKey.host("gw"))).state());
        assertTrue(requireNonNull(found.get(ObjectKey.host("gw"))).isHard());
        assertEquals(3, found.size());
    }

    @Test
    final void watchedObjectsAreReportedUnlessTheyAreRemoved() throws Exception {
        nagios.addService("web1", "new");
        nagios.reload();
        ObjectKey unchecked = ObjectKey.service("web1", "new");
        ObjectKey gone = ObjectKey.service("web1", "gone");
        ObjectKey odd = ObjectKey.service("web1", "a\nFilter: state = 0");
        Map<ObjectKey, ObjectStatus> found = read(SERVICE, HOST, unchecked, gone, odd, ObjectKey.host("gone"));
        assertEquals(Set.of(SERVICE, HOST, unchecked), found.keySet());
        assertEquals(State.OK, requireNonNull(found.get(SERVICE)).state());
        assertEquals(State.UP, requireNonNull(found.get(HOST)).state());
        assertFalse(requireNonNull(found.get(unchecked)).isChecked());
        assertTrue(backend.knows(SERVICE));
        nagios.remove("web1", "disk /");
        clock.advance(Duration.ofSeconds(1));
        nagios.reload();
        assertEquals(Set.of(), read(SERVICE).keySet());
        assertFalse(backend.knows(SERVICE));
        assertTrue(backend.knows(HOST));
    }

    @Test
    final void aStoppedDaemonIsNoInformation() throws Exception {
        nagios.setHard("web1", "disk /", 2, "bad");
        assertEquals(1, read().size());
        nagios.stop();
        SourceException stopped = assertThrows(SourceException.class, () -> read());
        assertEquals(SourceException.Kind.UNREACHABLE, stopped.kind());
        clock.advance(Duration.ofSeconds(5));
        nagios.start();
        assertEquals(1, read().size());
        assertEquals(START.plusSeconds(5), backend.read(Set.of()).programStart());
    }

    @RepeatedTest(20)
    final void whateverHappensTheReadingIsWhatTheDaemonKnows(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 250; i++) {
            nagios.addService(random.nextBoolean() ? "web1" : "gw", "svc" + i);
        }
        clock.advance(Duration.ofSeconds(1));
        nagios.reload();
        for (int step = 0; step < 3; step++) {
            clock.advance(Duration.ofSeconds(random.nextInt(100)));
            int most = random.nextInt(4);
            nagios.objects().forEach(object -> {
                int state = Math.min(random.nextInt(4), most);
                nagios.set(object.host, object.service, object.isHost() ? Math.min(state, 2) : state, "x" + state);
            });
            Set<ObjectKey> watched = new HashSet<>();
            Map<ObjectKey, String> expected = new java.util.HashMap<>();
            nagios.objects().forEach(object -> {
                ObjectKey key =
                        object.isHost() ? ObjectKey.host(object.host) : ObjectKey.service(object.host, object.service);
                boolean isWatched = random.nextInt(3) > 0;
                if (isWatched) {
                    watched.add(key);
                }
                if (isWatched || object.check.state != 0) {
                    expected.put(key, object.stateName() + object.check.hard + object.check.output);
                }
            });
            Map<ObjectKey, String> actual = backend.read(watched).objects().stream()
                    .collect(Collectors.toMap(ObjectStatus::key, s -> s.state() + "" + s.isHard() + s.output()));
            assertEquals(expected, actual);
        }
    }
}
