package io.github.argusglue.core.argus.http;

import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.ContractSubject;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handling of network and server failures. */
final class HttpArgusFaultTest {
    private static final String CREATE = "POST /api/v2/incidents/";
    private static final String ANY = ".*";

    private StandInArgus server = start();
    private FaultProxy proxy = proxy(server);
    private String token = "";
    private ArgusHttp http = open(proxy.url(), Duration.ofSeconds(20));
    private Argus argus = http.argus("oslo", Secret.of("unset"));

    @BeforeEach
    void connect() {
        token = server.addSource("oslo");
        argus = http.argus("oslo", Secret.of(token));
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        proxy.close();
        server.close();
    }

    @Test
    void connectionRefused() throws Exception {
        proxy.down();
        for (ArgusException e : List.of(
                refused(Kind.SERVER_DOWN, () -> argus.create(incident(newId()))),
                refused(Kind.SERVER_DOWN, argus::listOpen))) {
            assertTrue(e.getMessage().startsWith("source 'oslo': "), e.getMessage());
            assertTrue(e.getMessage().contains("cannot connect"), e.getMessage());
        }
        proxy.up();
        assertEquals(List.of(), argus.listOpen());
    }

    @Test
    void hostNameDoesNotResolve() throws Exception {
        try (ArgusHttp nowhere = open(URI.create("http://argus.invalid"), Duration.ofSeconds(20))) {
            Argus lost = nowhere.argus("oslo", Secret.of(token));
            ArgusException e = refused(Kind.SERVER_DOWN, () -> lost.create(incident(newId())));
            assertTrue(e.getMessage().contains("cannot resolve 'argus.invalid'"), e.getMessage());
        }
    }

    @Test
    void hangingCallTimesOut() throws Exception {
        try (ArgusHttp hasty = open(proxy.url(), Duration.ofSeconds(1))) {
            Argus waiting = hasty.argus("oslo", Secret.of(token));
            proxy.fail(2, ANY, ProxyFault.HANG);
            long began = System.nanoTime();
            ArgusException e = refused(Kind.OUTCOME_UNKNOWN, () -> waiting.create(incident(newId())));
            assertTrue(e.getMessage().contains("no answer within 1s"), e.getMessage());
            refused(Kind.SERVER_DOWN, waiting::listOpen);
            assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(10));
            assertEquals(0, argus.countOpen());
        }
    }

    /** An Argus that is too slow for the usual page can still be listed. */
    @Test
    void aPageThatTimesOutMakesTheNextOnesSmaller() throws Exception {
        try (ArgusHttp hasty = open(proxy.url(), Duration.ofSeconds(1))) {
            Argus waiting = hasty.argus("oslo", Secret.of(token));
            proxy.fail(9, ".*page_size=500.*", ProxyFault.HANG);
            refused(Kind.SERVER_DOWN, waiting::listOpen);
            assertEquals(List.of(), waiting.listOpen());
            proxy.clear();
            assertEquals(List.of(), waiting.listOpen());
            List<String> sizes = proxy.requests().stream()
                    .filter(request -> request.contains("page_size="))
                    .map(request -> request.replaceAll(".*page_size=([0-9]+).*", "$1"))
                    .toList();
            assertEquals(List.of("500", "250", "500"), sizes);
        }
    }

    @Test
    void otherFailuresDoNotChangeThePage() throws Exception {
        proxy.fail(1, ".*page_size.*", ProxyFault.CUT_BEFORE);
        refused(Kind.SERVER_DOWN, argus::listOpen);
        argus.listOpen();
        assertTrue(
                proxy.requests().stream()
                        .filter(request -> request.contains("page_size="))
                        .allMatch(request -> request.contains("page_size=500")),
                () -> proxy.requests().toString());
    }

    @Test
    void slowAnswerTimesOut() throws Exception {
        for (int i = 0; i < 30; i++) {
            argus.create(incident(newId()));
        }
        try (ArgusHttp hasty = open(proxy.url(), Duration.ofMillis(500))) {
            proxy.throttle(2_000);
            refused(Kind.SERVER_DOWN, hasty.argus("oslo", Secret.of(token))::listOpen);
        }
        proxy.clear();
        assertEquals(30, argus.listOpen().size());
    }

    @Test
    void anAnswerLostAfterTheWriteIsUnknown() throws Exception {
        String id = newId();
        proxy.fail(1, CREATE, ProxyFault.DROP_ANSWER);
        refused(Kind.OUTCOME_UNKNOWN, () -> argus.create(incident(id)));
        assertEquals(List.of(CREATE), proxy.forwarded(), "sent once");
        Incident made = argus.findBySourceIncidentId(id).orElseThrow();
        for (ProxyFault fault : List.of(ProxyFault.DROP_ANSWER, ProxyFault.HALF_ANSWER)) {
            proxy.fail(1, "PATCH .*", fault);
            refused(Kind.OUTCOME_UNKNOWN, () -> argus.change(made.pk(), ContractSubject.level(1)));
            proxy.fail(1, "POST .*/events/", fault);
            refused(Kind.OUTCOME_UNKNOWN, () -> argus.postEvent(made.pk(), EventType.OTH, now(), ""));
        }
        assertEquals(
                List.of("STA", "CHI", "OTH", "OTH"),
                server.events(made.pk()).stream().map(StandInEvent::type).toList());
    }

    @Test
    void interruptedWriteIsUnknownAndNotRepeated() throws Exception {
        String id = newId();
        proxy.fail(1, CREATE, ProxyFault.CUT_BEFORE);
        refused(Kind.OUTCOME_UNKNOWN, () -> argus.create(incident(id)));
        assertEquals(List.of(CREATE), proxy.requests(), "sent once");
        assertEquals(Optional.empty(), argus.findBySourceIncidentId(id));
    }

    /** OkHttp repeats a request if a kept connection turns out to be closed. */
    @Test
    void writeOnAClosedConnectionIsSentAtMostOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            proxy.fail(1, "GET .*", ProxyFault.CLOSE_AFTER);
            argus.countOpen();
            proxy.forgetRequests();
            String id = newId();
            try {
                argus.create(incident(id));
            } catch (ArgusException e) {
                assertEquals(Kind.OUTCOME_UNKNOWN, e.kind(), e.getMessage());
            }
            assertTrue(proxy.requests().size() <= 1, proxy.requests().toString());
        }
    }

    @Test
    void readOnAClosedConnectionIsRepeated() throws Exception {
        for (int i = 0; i < 20; i++) {
            proxy.fail(1, ANY, ProxyFault.CLOSE_AFTER);
            assertEquals(0, argus.countOpen());
        }
    }

    @Test
    void requestIsNotRepeatedOnRetryAfterZero() {
        proxy.answer(2, ANY, 503, "0");
        ArgusException e = refused(Kind.RATE_LIMITED, () -> argus.create(incident(newId())));
        assertEquals(Optional.of(Duration.ZERO), e.retryAfter());
        assertEquals(1, proxy.requests().size());
        proxy.clear();
        proxy.answer(2, ANY, 408, "");
        refused(Kind.OUTCOME_UNKNOWN, () -> argus.create(incident(newId())));
        assertEquals(2, proxy.requests().size());
    }

    @Test
    void connectionsAreKept() throws Exception {
        for (int i = 0; i < 10; i++) {
            argus.create(incident(newId()));
        }
        assertEquals(1, proxy.connections());
    }

    /**
     * Servers close idle connections after two seconds or more; there is a margin for slow test machines. The outcome
     * of a write to a closed connection is lost.
     */
    @Test
    void idleConnectionsAreClosedBeforeTheServerDoes() throws Exception {
        argus.countOpen();
        long began = System.nanoTime();
        assertEquals(1, http.connections());
        ContractSubject.await("connection closed", () -> http.connections() == 0);
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void interruptCancelsTheCall() throws Exception {
        proxy.fail(1, ANY, ProxyFault.HANG);
        BlockingQueue<Object> ended = new ArrayBlockingQueue<>(1);
        Thread caller = new Thread(() -> {
            try {
                ended.add(argus.listOpen());
            } catch (ArgusException | InterruptedException e) {
                ended.add(e);
            }
        });
        caller.start();
        ContractSubject.await("request arrived", () -> proxy.requests().size() == 1);
        caller.interrupt();
        Object end = ended.poll(5, TimeUnit.SECONDS);
        assertNotNull(end, "the call goes on");
        assertInstanceOf(InterruptedException.class, end);
        ContractSubject.await("connection closed", () -> proxy.openConnections() == 0);
        assertEquals(List.of(), argus.listOpen());
    }

    @Test
    void closeCancelsCallsInProgress() throws Exception {
        proxy.fail(1, ANY, ProxyFault.HANG);
        BlockingQueue<Object> ended = new ArrayBlockingQueue<>(1);
        Thread caller = new Thread(() -> {
            try {
                ended.add(argus.create(incident(newId())));
            } catch (ArgusException | InterruptedException e) {
                ended.add(e);
            }
        });
        caller.start();
        ContractSubject.await("request arrived", () -> proxy.requests().size() == 1);
        http.close();
        Object end = ended.poll(5, TimeUnit.SECONDS);
        assertInstanceOf(ArgusException.class, end);
        assertEquals(Kind.OUTCOME_UNKNOWN, ((ArgusException) end).kind());
        refused(Kind.SERVER_DOWN, () -> argus.create(incident(newId())));
    }

    @Test
    void aReplacedTokenIsPickedUp() throws Exception {
        AtomicReference<String> file = new AtomicReference<>(token + "\n");
        Argus reading = http.argus("oslo", Secret.from(file::get));
        assertEquals(0, reading.countOpen());
        server.expireToken(token);
        refused(Kind.BAD_TOKEN, reading::countOpen);
        file.set(server.addSource("other"));
        assertEquals(0, reading.countOpen());
    }

    @Test
    void malformedTokenIsNotSent() {
        for (String unfit : List.of("", " ", "two words", "line\nbreak", "ümlaut")) {
            Argus unfitting = http.argus("oslo", Secret.of(unfit));
            ArgusException e = refused(Kind.BAD_TOKEN, unfitting::countOpen);
            assertTrue(e.getMessage().contains("check 'argus_token'"), e.getMessage());
            assertTrue(unfit.isBlank() || !e.getMessage().contains(unfit), e.getMessage());
        }
        Argus unreadable = http.argus("oslo", Secret.from(() -> {
            throw new IllegalStateException("'/etc/x.token' is not readable");
        }));
        ArgusException e = refused(Kind.BAD_TOKEN, unreadable::countOpen);
        assertTrue(e.getMessage().contains("'/etc/x.token' is not readable"), e.getMessage());
        assertEquals(List.of(), proxy.requests());
    }

    private static StandInArgus start() {
        try {
            return StandInArgus.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FaultProxy proxy(StandInArgus server) {
        try {
            return FaultProxy.start(server.url());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArgusHttp open(URI url, Duration timeout) {
        try {
            return ArgusHttp.open(new ArgusAccess(url, timeout), InstantSource.system());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
