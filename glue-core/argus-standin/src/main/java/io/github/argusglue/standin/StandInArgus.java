package io.github.argusglue.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A simulated Argus server for tests, in memory, on loopback. It answers Argus's HTTP API as Argus {@value #VERSION}
 * does, its oddities included; argus-glue's contract tests run on both, so the two cannot drift apart. What only people
 * can do is done by {@link #person()}, what goes wrong in networks and servers is asked for with {@link #faults()}.
 * {@link #url()} opened in a browser shows the incidents.
 *
 * <p>A test gives its address and the token of a source to the program under test and looks at what came of it:
 *
 * <pre>{@code
 * try (StandInArgus argus = StandInArgus.start()) {
 *     String token = argus.addSource("notes");
 *     argus.faults().answer(2, "POST .*", 503, null); // Argus fails twice
 *     sync(argus.url(), token);                       // the program under test
 *
 *     StandInIncident disk = argus.incidents("notes").get(0);
 *     assertTrue(disk.open());
 *     assertTrue(disk.tags().contains("host=web1"));
 *
 *     argus.person().close(disk.pk(), "replaced");    // a person acts in Argus
 *     sync(argus.url(), token);
 *     assertFalse(argus.incidents("notes").get(0).open());
 *     assertEquals("CLO", argus.events(disk.pk()).get(1).type());
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class StandInArgus implements AutoCloseable {
    /** The version of Argus that it says it is, and whose behaviour it has. */
    public static final String VERSION = "2.10.2";

    /** Name of the one person it has, {@link #person()}; also for logging in over HTTP. */
    public static final String PERSON = "admin";

    /** Password of that person, and of sources that {@link #allowLogin} was called for. */
    public static final String PASSWORD = "adminpassword";

    private final Store store;
    private final Routes routes;
    private final StandInPerson person;
    private final StandInServer server;
    private final String adminToken;

    private StandInArgus(int port, InstantSource clock) throws IOException {
        store = new Store(clock);
        routes = new Routes(store);
        adminToken = store.addPerson(PERSON);
        person = new StandInPerson(store, store.byToken(adminToken).orElseThrow());
        server = new StandInServer(port, this::answer);
    }

    /**
     * Starts one on a free port.
     *
     * @throws IOException if it cannot listen
     */
    public static StandInArgus start() throws IOException {
        return start(0, InstantSource.system());
    }

    /**
     * Starts one on a port, with the clock that decides what is open, acknowledged or expired.
     *
     * @param port 0 for a free one
     * @throws IOException if it cannot listen on the port
     */
    public static StandInArgus start(int port, InstantSource clock) throws IOException {
        return new StandInArgus(port, clock);
    }

    /** Returns the address to give to the program under test, without a path. */
    public URI url() {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return URI.create("http://" + host + ":" + server.address().getPort());
    }

    /** Adds a source system with a user of the same name, and returns the user's token. */
    public String addSource(String name) {
        synchronized (store) {
            return store.addSource(name);
        }
    }

    /** Returns all incidents of a source, open or not, in the order in which they were created. */
    public List<StandInIncident> incidents(String source) {
        synchronized (store) {
            Instant now = store.now();
            return store.incidents().stream()
                    .filter(incident -> incident.source.name().equals(source))
                    .map(incident -> incident.view(now))
                    .toList();
        }
    }

    /**
     * Returns the log of an incident in the order in which it was written.
     *
     * @throws IllegalArgumentException if no incident has this number
     */
    public List<StandInEvent> events(long pk) {
        synchronized (store) {
            StoredIncident incident =
                    store.incident(pk).orElseThrow(() -> new IllegalArgumentException("no incident " + pk));
            return incident.events.stream().map(StoredEvent::view).toList();
        }
    }

    /** Returns the person who acts on incidents. */
    public StandInPerson person() {
        return person;
    }

    /** Returns what makes the next requests fail. */
    public StandInFaults faults() {
        return server.faults();
    }

    /** Returns the requests received so far, in order, without those for the page. */
    public List<StandInRequest> requests() {
        return server.requests().stream()
                .filter(request -> !"/".equals(request.path()))
                .toList();
    }

    /** Forgets the requests received so far. */
    public void forgetRequests() {
        server.forgetRequests();
    }

    /** Returns when a source last sent a request that Argus takes as a sign of life; empty if never. */
    public Optional<Instant> lastSeen(String source) {
        synchronized (store) {
            return store.lastSeen(source);
        }
    }

    /** Returns a token of {@link #person()}, who may do anything. */
    public String adminToken() {
        return adminToken;
    }

    /** Tells whether a token is valid now. */
    public boolean accepts(String token) {
        synchronized (store) {
            return !store.tokens().forgetExpired(token) && store.byToken(token).isPresent();
        }
    }

    /** Returns another token of the user that a token belongs to; the old one stays valid. */
    public String newToken(String token) {
        synchronized (store) {
            return store.tokens().add(store.byToken(token).orElseThrow());
        }
    }

    /** Lets a token expire. As in Argus, the first request with it is told so; after that it was never known. */
    public void expireToken(String token) {
        synchronized (store) {
            store.byToken(token).ifPresent(store::endExpiryNotice);
            store.tokens().expire(token);
        }
    }

    /** Lets a token have been created so long ago. Tokens expire after 14 days. */
    public void ageToken(String token, Duration age) {
        synchronized (store) {
            store.tokens().age(token, age);
        }
    }

    /**
     * Does what Argus's command {@code check_token_expiry} does: opens an incident of the source {@code argus} for each
     * token that expires within a week, and ends those of tokens that do not.
     */
    public void checkTokenExpiry() {
        synchronized (store) {
            store.checkTokenExpiry();
        }
    }

    /** Lets the user of a source log in over HTTP with {@link #PASSWORD}; without this none can. */
    public void allowLogin(String source) {
        synchronized (store) {
            store.tokens().letLogIn(store.named(source).orElseThrow());
        }
    }

    /** Stops listening and cuts all connections. What it holds can still be looked at. */
    @Override
    public void close() {
        server.close();
    }

    private ApiResponse answer(ApiRequest request) {
        synchronized (store) {
            if ("/".equals(request.path()) && "GET".equals(request.method())) {
                return ApiResponse.page(new Page(store.now()).render(store.incidents()));
            }
            try {
                return routes.answer(request);
            } catch (Refused refused) {
                return refused.response();
            }
        }
    }
}
