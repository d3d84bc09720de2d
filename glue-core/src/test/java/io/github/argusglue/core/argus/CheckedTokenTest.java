package io.github.argusglue.core.argus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A client that sends no token whose owner has not been checked. */
final class CheckedTokenTest {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    private final StandInArgus server = StandInArgus.start();
    private final ArgusHttp http =
            ArgusHttp.open(new ArgusAccess(server.url(), Duration.ofSeconds(5)), InstantSource.system());
    private final String oslo = server.addSource("oslo");
    private final AtomicReference<String> file = new AtomicReference<>(oslo);
    private final Argus argus = http.checkedArgus("oslo", Secret.from(file::get), TokenObserver.NONE);

    CheckedTokenTest() throws IOException {}

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private static NewIncident incident(String id) {
        return new NewIncident(id, AT, true, 3, id, List.of(), "", "", Map.of());
    }

    private void notSent(Executable request) {
        server.forgetRequests();
        assertEquals(
                Kind.UNCHECKED_TOKEN,
                assertThrows(ArgusException.class, request).kind());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void sendsNothingBeforeTheCheckAndAfterATokenChange() throws Exception {
        notSent(argus::listOpen);
        notSent(() -> argus.create(incident("a")));
        assertEquals("oslo", argus.identify(OwnerCheck.ANY).sourceName());
        long pk = argus.create(incident("a")).pk();

        file.set(server.addSource("bergen"));
        notSent(() -> argus.create(incident("b")));
        notSent(() -> argus.postEvent(pk, EventType.END, AT, "over"));
        notSent(argus::heartbeat);
        notSent(argus::listOpen);

        file.set(oslo);
        assertEquals(1, argus.listOpen().size(), "the one that was checked");
        argus.requireIdentify();
        notSent(argus::listOpen);
    }

    /** Another source gets the user at that moment. */
    @Test
    void checkInvalidatedWhileRunningDoesNotCount() throws Exception {
        argus.identify((owner, incidents) -> argus.requireIdentify());
        notSent(argus::listOpen);
        argus.identify(OwnerCheck.ANY);
        assertEquals(0, argus.listOpen().size());
    }

    @Test
    void tokenOfARejectedOwnerIsNotSent() throws Exception {
        argus.identify(OwnerCheck.ANY);
        String bergen = server.addSource("bergen");
        file.set(bergen);
        OwnerCheck osloAlone = (owner, incidents) -> {
            if (!owner.sourceName().equals("oslo")) {
                throw new ArgusException(Kind.WRONG_OWNER, "no");
            }
        };
        assertThrows(ArgusException.class, () -> argus.identify(osloAlone));
        notSent(() -> argus.create(incident("a")));
        assertEquals(List.of(), server.incidents("bergen"));
    }

    /** The file may change between two requests of one check. */
    @Test
    void ownerAndCheckUseTheSameToken() throws Exception {
        String bergen = server.addSource("bergen");
        TokenOwner owner = argus.identify((seen, incidents) -> file.set(bergen));
        assertEquals("oslo", owner.sourceName());
        notSent(argus::listOpen);
        assertTrue(server.accepts(bergen));
    }
}
