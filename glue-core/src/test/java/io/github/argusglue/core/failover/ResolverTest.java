package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.HostPort;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.failover.ProbeResult.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A name service that works, returns errors, is down or is slow. */
final class ResolverTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile @Nullable List<InetAddress> known = here;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Resolver resolver = new Resolver(this::lookup);

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<InetAddress> found = known;
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    @Test
    void isResolvedEachTime() throws Exception {
        assertEquals(here, resolver.find("primary", LONG));
        List<InetAddress> moved = List.of(InetAddress.getByName("192.0.2.7"));
        known = moved;
        assertEquals(moved, resolver.find("primary", LONG));
        assertEquals(2, lookups.get());
    }

    @Test
    void theLastKnownAddressesStayUsable() throws Exception {
        known = null;
        assertEquals(List.of(), resolver.find("primary", LONG));
        known = here;
        assertEquals(here, resolver.find("primary", LONG), "asked again after it was not known");
        known = null;
        assertEquals(here, resolver.find("primary", LONG));
        assertEquals(here, resolver.find("primary", LONG));
        assertEquals(4, lookups.get());
    }

    @Test
    void aHangingLookupIsStartedOnceAndItsResultUsed() throws Exception {
        gate = new CountDownLatch(1);
        assertEquals(List.of(), resolver.find("primary", SHORT));
        assertEquals(List.of(), resolver.find("primary", SHORT));
        Await.until("looked up", () -> lookups.get() == 1);
        gate.countDown();
        assertEquals(here, resolver.find("primary", LONG));
        assertEquals(1, lookups.get(), "each question waited for the same look-up");
        assertEquals(here, resolver.find("primary", LONG));
        assertEquals(2, lookups.get());
    }

    @Test
    void anUnresolvableNameMeansUnknown() throws Exception {
        known = null;
        ProbeResult answer = probe().probe();
        assertEquals(Kind.UNKNOWN, answer.kind());
        assertTrue(answer.text().contains("'primary' does not resolve"), answer::text);
    }

    @Test
    void aFailedNameServiceDoesNotHideAFailedPrimary() throws Exception {
        assertEquals(Kind.DOWN, probe().probe().kind());
        known = null;
        assertEquals(Kind.DOWN, probe().probe().kind());
    }

    private Probe probe() {
        return new AddressProbe(
                "tcp",
                new HostPort("primary", 1),
                LONG,
                (address, timeout) -> ProbeResult.down("is not there: " + address),
                resolver);
    }
}
