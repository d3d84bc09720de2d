package io.github.argusglue.plugin.etcd;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A real etcd of three members, with TLS, certificates of clients and a user; members fail. */
final class EtcdClusterIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static @Nullable EtcdLab lab;

    private final LogWatch log = new LogWatch("glue secret");
    private final String prefix = EtcdLab.prefix();
    private final AtomicInteger changes = new AtomicInteger();
    private final EtcdEngine engine = new EtcdEngine(lab().config(prefix), TIMEOUT, changes::incrementAndGet);

    @BeforeAll
    static void startEtcd() {
        lab = new EtcdLab(3, "ETCD_TLS=yes", "ETCD_AUTH=yes");
    }

    @AfterAll
    static void stopEtcd() {
        lab().close();
    }

    private static EtcdLab lab() {
        return requireNonNull(lab);
    }

    @AfterEach
    void close() {
        engine.close();
        log.close();
        assertEquals(List.of(), log.lines(), "what is logged although the core reports failures");
    }

    private EtcdEngine engine(Duration timeout) {
        return new EtcdEngine(lab().config(prefix), timeout, () -> {});
    }

    /** Returns an engine that knows one member only. */
    private EtcdEngine engineAt(String member, Duration timeout) {
        EtcdConfig all = lab().config(prefix);
        URI endpoint = lab().endpoints().get(Integer.parseInt(member) - 1);
        EtcdConfig one = new EtcdConfig(
                List.of(endpoint), all.user(), all.password(), all.caFile(), all.clientCertificate(), prefix);
        return new EtcdEngine(one, timeout, () -> {});
    }

    private static ClusterException assertFails(Kind kind, Executable call) {
        ClusterException failure = assertThrows(ClusterException.class, call);
        assertEquals(kind, failure.kind(), failure.getMessage());
        return failure;
    }

    private static void await(String what, Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void killedLeaderIsReplacedAndSessionsGetTheirWholeTime() throws Exception {
        String session = engine.open("one", "", LONG);
        assertTrue(engine.claim(session, "oslo"));
        engine.renew(session);
        String leader = lab().leader();
        lab().run("kill", leader);
        try {
            engine.renew(session);
            assertTrue(engine.claim(session, "bergen"));
            engine.put(session, "oslo", "seen", new byte[] {1});
            assertEquals(Map.of("oslo", "one", "bergen", "one"), engine.view().owners());
            String ttl = lab().run("ctl", "lease", "timetolive", session);
            assertTrue(ttl.matches("(?s).*granted with TTL\\(60s\\), remaining\\((59|60|61|62)s\\).*"), ttl);
        } finally {
            lab().run("run", leader);
        }
    }

    @Test
    void newLeaderNeverShortensASession() throws Exception {
        String session = engine.open("one", "", Duration.ofSeconds(8));
        long opened = System.nanoTime();
        await("time", Duration.ofSeconds(10), () -> remaining(session) <= 4);
        String leader = lab().leader();
        lab().run("kill", leader);
        try {
            assertEquals(Map.of(), engine.view().owners());
            assertTrue(System.nanoTime() - opened < Duration.ofSeconds(8).toNanos(), "a new leader took too long");
            // The new leader counts from its election.
            assertTrue(remaining(session) >= 7, () -> "remaining seconds: " + remaining(session));
        } finally {
            lab().run("run", leader);
        }
    }

    private static long remaining(String session) {
        return Long.parseLong(
                lab().run("ctl", "lease", "timetolive", session).replaceAll("(?s).*remaining\\((\\d+)s\\).*", "$1"));
    }

    @Test
    void frozenMemberIsReplaced() throws Exception {
        String session = engine.open("one", "", LONG);
        try (EtcdEngine hasty = engine(Duration.ofSeconds(4))) {
            hasty.renew(session);
            // The one that it is connected to.
            lab().run("freeze", "1");
            try {
                hasty.renew(session);
                assertEquals(
                        session,
                        requireNonNull(hasty.view().members().get("one")).session());
            } finally {
                lab().run("thaw", "1");
            }
        }
    }

    @Test
    void renewalNeedsAMajority() throws Exception {
        String leader = lab().leader();
        String[] others = Stream.of("1", "2", "3")
                .filter(member -> !member.equals(leader))
                .toArray(String[]::new);
        String session;
        try (EtcdEngine hasty = engineAt(leader, Duration.ofSeconds(3))) {
            session = hasty.open("one", "", LONG);
            hasty.renew(session);
            lab().run("freeze", others);
            // For another second, the leader does not know that it is alone, and extends leases.
            assertFails(Kind.UNREACHABLE, () -> hasty.renew(session));
        } finally {
            lab().run("thaw", others);
        }
        engine.renew(session);
    }

    private boolean isPresent(String member) {
        try {
            return engine.view().members().containsKey(member);
        } catch (ClusterException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsDecidedWithoutAMajority() throws Exception {
        String session = engine.open("one", "", LONG);
        assertTrue(engine.claim(session, "oslo"));
        lab().run("kill", "2");
        lab().run("kill", "3");
        Duration time = Duration.ofSeconds(2);
        try (EtcdEngine hasty = engine(time)) {
            long begin = System.nanoTime();
            ClusterException failure = assertFails(Kind.UNREACHABLE, () -> hasty.renew(session));
            assertTrue(
                    System.nanoTime() - begin < time.plusSeconds(1).toNanos(), "a call took longer than its timeout");
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains(lab().endpoints().get(2).toString()), message);
            assertFails(Kind.UNREACHABLE, () -> hasty.claim(session, "bergen"));
            assertFails(Kind.UNREACHABLE, hasty::view);
        } finally {
            lab().run("run", "2");
            lab().run("run", "3");
        }
        try (EtcdEngine patient = engine(Duration.ofSeconds(30))) {
            patient.renew(session);
        }
        assertEquals("one", engine.view().owners().get("oslo"));
        assertTrue(engine.claim(session, "oslo"));
    }

    @Test
    void changesAreReportedAfterTheMemberThatWasWatchedIsGone() throws Exception {
        engine.view();
        await("the watch does not begin", TIMEOUT, () -> changes.get() > 0);
        lab().run("kill", "1");
        try (EtcdEngine other = new EtcdEngine(lab().config(prefix), TIMEOUT, () -> {})) {
            // The core asks all the time, and so finds another member.
            engine.view();
            int before = changes.get();
            await("the watch is not continued", TIMEOUT, () -> changes.get() > before);
            int continued = changes.get();
            String session = other.open("other", "", LONG);
            await("a change is not reported", TIMEOUT, () -> changes.get() > continued);
            other.end(session);
        } finally {
            lab().run("run", "1");
        }
    }

    @Test
    void leaseThatAPersonRevokesIsAnEndedSession() throws Exception {
        String session = engine.open("one", "", LONG);
        assertTrue(engine.claim(session, "oslo"));
        lab().run("ctl", "lease", "revoke", session);
        assertFails(Kind.SESSION_ENDED, () -> engine.renew(session));
        assertFails(Kind.SESSION_ENDED, () -> engine.claim(session, "oslo"));
        assertFails(Kind.NOT_OWNER, () -> engine.put(session, "oslo", "seen", new byte[1]));
        assertEquals(Map.of(), engine.view().owners());
        engine.end(session);
    }

    @Test
    void membersAreRestartedOneAfterTheOther() throws Exception {
        String session = engine.open("one", "", LONG);
        for (String member : List.of("1", "2", "3")) {
            lab().run("kill", member);
            lab().run("run", member);
            engine.renew(session);
        }
    }

    @Test
    void missingPermissionIsNamed() {
        try (EtcdEngine outside = new EtcdEngine(lab().config("/other/"), TIMEOUT, () -> {})) {
            String message = assertFails(Kind.UNAUTHORIZED, outside::view).getMessage();
            assertTrue(
                    String.valueOf(message)
                            .contains("run: etcdctl role grant-permission ROLE --prefix=true readwrite /other/"),
                    message);
            assertFails(Kind.UNAUTHORIZED, () -> outside.open("one", "", LONG));
        }
    }

    @Test
    void certificatesThatDoNotFitAreReported() {
        EtcdConfig right = lab().config(prefix);
        Path tls = requireNonNull(right.clientCertificate().orElseThrow().getParent());
        // Nothing but the system's certificates, which do not know the lab's own.
        checkTls(Optional.empty(), right.clientCertificate(), "'ca_file'");
        checkTls(right.caFile(), Optional.empty(), "'client_certificate'");
        checkTls(right.caFile(), Optional.of(tls.resolve("stranger.pem")), "'client_certificate'");
        checkTls(
                right.caFile(), Optional.of(tls.resolve("ca.crt")), "must contain the certificate and its private key");
        checkTls(right.caFile(), Optional.of(tls.resolve("absent.pem")), "absent.pem' cannot be read");
        checkTls(Optional.of(tls.resolve("ca.key")), right.clientCertificate(), "'ca_file'");
    }

    private void checkTls(Optional<Path> caFile, Optional<Path> clientCertificate, String expected) {
        EtcdConfig right = lab().config(prefix);
        EtcdConfig config =
                new EtcdConfig(right.endpoints(), right.user(), right.password(), caFile, clientCertificate, prefix);
        try (EtcdEngine wrong = new EtcdEngine(config, Duration.ofSeconds(1), () -> {})) {
            String message = assertFails(Kind.UNAUTHORIZED, wrong::view).getMessage();
            assertTrue(String.valueOf(message).contains(expected), message);
        }
    }

    @Test
    void certificateAloneIsAUserToo() throws Exception {
        EtcdConfig all = lab().config(prefix);
        EtcdConfig withoutPassword = new EtcdConfig(
                all.endpoints(), Optional.empty(), Optional.empty(), all.caFile(), all.clientCertificate(), prefix);
        try (EtcdEngine byCertificate = new EtcdEngine(withoutPassword, TIMEOUT, () -> {})) {
            // The name in the certificate is that of no user yet.
            assertFails(Kind.UNAUTHORIZED, byCertificate::view);
            lab().run("ctl", "user", "add", "argus-glue", "--no-password");
            lab().run("ctl", "user", "grant-role", "argus-glue", "glue");
            byCertificate.end(byCertificate.open("one", "", LONG));
        } finally {
            lab().run("ctl", "user", "delete", "argus-glue");
        }
        assertFalse(isPresent("one"));
    }
}
