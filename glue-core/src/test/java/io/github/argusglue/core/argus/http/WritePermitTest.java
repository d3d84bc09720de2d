package io.github.argusglue.core.argus.http;

import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import io.github.argusglue.core.argus.OwnerCheck;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process writes only while it owns the source, however long a request takes. */
final class WritePermitTest {
    private final StandInArgus server = StandInArgus.start();
    private final FaultProxy proxy = FaultProxy.start(server.url());
    private final ArgusHttp http = ArgusHttp.open(
            new ArgusAccess(proxy.url(), Duration.ofSeconds(60)), InstantSource.system(), RequestObserver.NONE);
    private final AtomicLong until =
            new AtomicLong(System.nanoTime() + Duration.ofHours(1).toNanos());
    private final Argus argus = http.checkedArgus(
            "oslo", Secret.of(server.addSource("oslo")), TokenObserver.NONE, () -> until.get() - System.nanoTime());

    WritePermitTest() throws IOException {}

    @BeforeEach
    void identify() throws Exception {
        argus.identify(OwnerCheck.ANY);
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        proxy.close();
        server.close();
    }

    @Test
    void withoutAPermitItReadsOnly() throws Exception {
        argus.create(incident(newId()));
        until.set(System.nanoTime());
        proxy.forgetRequests();
        refused(Kind.NOT_OWNER, () -> argus.create(incident(newId())));
        assertEquals(List.of(), proxy.requests());
        assertEquals(1, argus.listOpen().size());
    }

    @Test
    void aWriteDoesNotOutlastItsPermit() {
        proxy.fail(1, "POST .*", ProxyFault.HANG);
        long begin = System.nanoTime();
        until.set(begin + Duration.ofSeconds(1).toNanos());
        refused(Kind.OUTCOME_UNKNOWN, () -> argus.create(incident(newId())));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos(), "not the timeout of 60 s");
    }

    @Test
    void aPermitThatIsExtendedMeanwhileLetsItEnd() throws Exception {
        proxy.delay(1, "POST .*", Duration.ofSeconds(1), Duration.ZERO);
        until.set(System.nanoTime() + Duration.ofMillis(500).toNanos());
        Thread renewal = new Thread(
                () -> until.set(System.nanoTime() + Duration.ofHours(1).toNanos()));
        renewal.start();
        assertTrue(argus.create(incident(newId())).pk() > 0);
        renewal.join();
    }
}
