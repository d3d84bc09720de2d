package io.github.argusglue.core.argus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.function.Executable;

/**
 * An Argus server under test, two sources of it, and helper methods of the contract tests.
 *
 * <p>Sources are shared between tests, so tests look only at their own incidents. A test that needs a source to which
 * nobody else writes creates one.
 */
public final class ContractSubject implements AutoCloseable {
    public final URI url;
    public final String token;
    public final ArgusPeople people;
    public final Argus argus;
    public final Argus other;
    public final RawApi raw;
    public final RawApi otherRaw;

    private final ArgusHttp http;
    private final SourceMaker sources;

    /** Creates a source system and returns a token for it. */
    @FunctionalInterface
    public interface SourceMaker {
        /** Creates a source with a new name. */
        String token(String name);
    }

    /** Creates the subject and its two sources. */
    public ContractSubject(URI url, SourceMaker sources, ArgusPeople people) throws IOException {
        this.url = url;
        this.sources = sources;
        this.people = people;
        this.http = ArgusHttp.open(new ArgusAccess(url, Duration.ofSeconds(30)), InstantSource.system());
        token = newToken();
        String otherToken = newToken();
        argus = client(token);
        other = client(otherToken);
        raw = new RawApi(url, token);
        otherRaw = new RawApi(url, otherToken);
    }

    public String newToken() {
        return sources.token("contract-" + UUID.randomUUID());
    }

    public Argus client(String token) {
        return http.argus("contract", Secret.of(token));
    }

    public TokenApi tokenApi(String token) {
        return http.tokenApi("contract", Secret.of(token));
    }

    @Override
    public void close() {
        http.close();
    }

    public static String newId() {
        return "id-" + UUID.randomUUID();
    }

    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    public static NewIncident incident(String id) {
        return incident(id, now().minusSeconds(60), List.of(new Tag("host", "a")));
    }

    public static NewIncident incident(String id, Instant start, List<Tag> tags) {
        return new NewIncident(id, start, true, 3, "something is wrong", tags, "", "", Map.of());
    }

    public static NewIncident stateless(String id) {
        NewIncident it = incident(id);
        return new NewIncident(id, it.startTime(), false, it.level(), it.description(), it.tags(), "", "", Map.of());
    }

    public Incident create() throws Exception {
        return argus.create(incident(newId()));
    }

    public Incident get(long pk) throws Exception {
        List<Incident> found = argus.findByPk(List.of(pk));
        assertEquals(1, found.size(), "incidents with the number " + pk);
        return found.get(0);
    }

    /** Argus keeps no order of tags. */
    public static Incident inOrder(Incident it) {
        List<IncidentTag> tags = it.tags().stream()
                .sorted(Comparator.comparing(tag -> tag.tag().toString()))
                .toList();
        return new Incident(
                it.pk(),
                it.sourceIncidentId(),
                it.sourcePk(),
                it.startTime(),
                it.endTime(),
                it.level(),
                it.description(),
                tags,
                it.detailsUrl(),
                it.ticketUrl(),
                it.metadata(),
                it.acked());
    }

    public List<EventType> log(long pk) throws Exception {
        return argus.events(pk).stream().map(IncidentEvent::type).toList();
    }

    public static ArgusException refused(ArgusException.Kind kind, Executable call) {
        ArgusException e = assertThrows(ArgusException.class, call);
        assertEquals(kind, e.kind(), e.getMessage());
        assertFalse(e.getMessage().isEmpty());
        return e;
    }

    public static IncidentChange level(int level) {
        return new IncidentChange(level, null, null, null, null, null);
    }

    public static IncidentChange tags(List<Tag> tags) {
        return new IncidentChange(null, null, tags, null, null, null);
    }

    public static IncidentChange ticket(String url) {
        return new IncidentChange(null, null, null, null, url, null);
    }

    /** Waits for something that depends on the server's clock. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 10 s: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
