package io.github.argusglue.plugin.kubernetes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is late, and others take its session for ended. Whatever comes first in Kubernetes counts for all: 'late'
 * is the process that has not renewed its session, 'one' and 'two' look at it. Each has its own clock.
 */
final class LateRenewalIT {
    private static final Duration TTL = Duration.ofSeconds(15);
    private static final String LEASE = "argus-glue.member.late";

    private static ApiServer server;

    @TempDir
    private static Path folder;

    private final String namespace = "n" + UUID.randomUUID();
    private Pod late;
    private Pod one;
    private Pod two;
    private String session;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        Pod.writeToken(folder, ApiServer.TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        late = new Pod(server, folder, namespace, () -> {});
        one = new Pod(server, folder, namespace, () -> {});
        two = new Pod(server, folder, namespace, () -> {});
        session = late.engine.open("late", "", TTL);
        late.engine.claim(session, "oslo");
        late.engine.put(session, "oslo", "seen", new byte[] {1});
    }

    @AfterEach
    void close() {
        late.close();
        one.close();
        two.close();
    }

    private void assertEnded(Executable call) {
        assertEquals(
                Kind.SESSION_ENDED, assertThrows(ClusterException.class, call).kind());
    }

    private static Lease touched(Lease lease) {
        return new LeaseBuilder(lease)
                .editSpec()
                .withRenewTime(lease.getSpec().getRenewTime().plusSeconds(1))
                .endSpec()
                .build();
    }

    @Test
    void eachObserverWaitsForTheWholeTimeByItsOwnClock() throws Exception {
        one.engine.view();
        one.letPass(TTL.minusNanos(1));
        assertEquals(Map.of("oslo", "late"), one.engine.view().owners());
        // It has seen nothing so far, whatever its clock says.
        two.letPass(TTL.multipliedBy(10));
        assertEquals(Map.of("oslo", "late"), two.engine.view().owners());
        one.letPass(Duration.ofNanos(1));
        assertEquals(Map.of(), one.engine.view().owners());
        assertEquals(Set.of(), two.engine.view().members().keySet());
    }

    @Test
    void aRenewalBeginsTheTimeAgain() throws Exception {
        one.engine.view();
        one.letPass(TTL.minusNanos(1));
        late.engine.renew(session);
        one.letPass(Duration.ofNanos(1));
        assertEquals(Map.of("oslo", "late"), one.engine.view().owners());
        one.letPass(TTL.minusNanos(1));
        assertEquals(Map.of("oslo", "late"), one.engine.view().owners());
    }

    /** The owner of a source is asked for in another way than the members of a view. */
    @Test
    void aClaimEndsTheSessionOfTheOwnerForGood() throws Exception {
        String other = one.engine.open("one", "", TTL);
        assertFalse(one.engine.claim(other, "oslo"));
        one.letPass(TTL);
        assertTrue(one.engine.claim(other, "oslo"));
        assertEnded(() -> late.engine.renew(session));
        assertEnded(() -> late.engine.describe(session, "x"));
        assertEnded(() -> late.engine.claim(session, "oslo"));
        assertEquals(Map.of("oslo", "one"), late.engine.view().owners());
        assertEquals(
                Kind.NOT_OWNER,
                assertThrows(ClusterException.class, () -> late.engine.put(session, "oslo", "seen", new byte[] {2}))
                        .kind());
        assertArrayEquals(new byte[] {1}, one.engine.get("oslo", "seen").orElseThrow());
    }

    @Test
    void aNameIsFreeWhenItsSessionIsOver() throws Exception {
        assertThrows(ClusterException.class, () -> one.engine.open("late", "", TTL));
        one.letPass(TTL);
        String next = one.engine.open("late", "next", TTL);
        assertEnded(() -> late.engine.renew(session));
        assertEquals(Map.of(), two.engine.view().owners());
        one.engine.renew(next);
    }

    /** It has read its Lease and is about to replace it, and Kubernetes would create what does not exist. */
    @Test
    void aRenewalThatComesAfterTheEndIsRefused() throws Exception {
        server.beforeNext("PUT", namespace + "/leases/" + LEASE, () -> server.handleDelete(path(LEASE)));
        assertEnded(() -> late.engine.renew(session));
        assertEquals(Set.of(), one.engine.view().members().keySet());
    }

    @Test
    void aRenewalThatComesBeforeTheEndCounts() throws Exception {
        one.engine.view();
        one.letPass(TTL);
        server.beforeNext(
                "DELETE",
                namespace + "/leases/" + LEASE,
                () -> server.change(namespace, LEASE, LateRenewalIT::touched));
        assertEquals(Map.of("oslo", "late"), one.engine.view().owners());
        late.engine.renew(session);
    }

    /** Two processes find at once that a session is over; the name is taken again in between. */
    @Test
    void onlyTheSessionThatIsOverIsEnded() throws Exception {
        one.engine.view();
        one.letPass(TTL);
        server.beforeNext(
                "DELETE",
                namespace + "/leases/" + LEASE,
                () -> server.change(
                        namespace,
                        LEASE,
                        lease -> new LeaseBuilder(lease)
                                .editSpec()
                                .withHolderIdentity("late/next")
                                .endSpec()
                                .build()));
        assertEquals(
                Map.of("late", new ClusterView.Member("next", "")),
                one.engine.view().members());
        assertEquals(Map.of(), one.engine.view().owners(), "the source of the session before");
        assertEnded(() -> late.engine.renew(session));
    }

    /** The owner has been found to be the owner, and loses the source before it writes. */
    @Test
    void aValueOfAnOwnerThatHasJustLostTheSourceIsRefused() throws Exception {
        String source = "argus-glue.source.oslo";
        server.beforeNext(
                "PUT",
                namespace + "/leases/" + source,
                () -> server.change(
                        namespace,
                        source,
                        lease -> new LeaseBuilder(lease)
                                .editSpec()
                                .withHolderIdentity("one/other")
                                .endSpec()
                                .build()));
        assertEquals(
                Kind.NOT_OWNER,
                assertThrows(ClusterException.class, () -> late.engine.put(session, "oslo", "seen", new byte[] {2}))
                        .kind());
        assertArrayEquals(new byte[] {1}, one.engine.get("oslo", "seen").orElseThrow());
        assertEquals(1, server.secretCount(namespace), "values that are stored");
    }

    /** Its session ends after it was checked and before the source is claimed. */
    @Test
    void aClaimOfASessionThatHasJustEndedLeavesNothing() throws Exception {
        server.beforeNext("POST", namespace + "/leases", () -> server.handleDelete(path(LEASE)));
        assertEnded(() -> late.engine.claim(session, "bergen"));
        Lease lease = server.lease(namespace, "argus-glue.source.bergen");
        assertNotNull(lease);
        assertNull(Holder.of(lease));
    }

    private String path(String lease) {
        return ApiServer.leases(namespace) + "/" + lease;
    }
}
