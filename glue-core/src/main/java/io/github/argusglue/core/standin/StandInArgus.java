package io.github.argusglue.core.standin;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Argus on loopback, in memory. It behaves as the real server was seen to do, its traps and oddities included, and
 * is held to that by the contract suite that also runs on the real one; a page at {@code /} shows its incidents. Safe
 * for use by any thread.
 */
public final class StandInArgus implements AutoCloseable {
    /** What it says it is. */
    public static final String VERSION = "2.10.2";

    /** Name of the person who does things in it, and for logging in. */
    public static final String PERSON = "admin";

    /** Password of that person. */
    public static final String PASSWORD = "adminpassword";

    private final Store store;
    private final Routes routes;
    private final Person person;
    private final StandInServer server;
    private final String adminToken;

    private StandInArgus(int port, InstantSource clock) throws IOException {
        store = new Store(clock);
        routes = new Routes(store);
        adminToken = store.addPerson(PERSON);
        person = new Person(store, store.byToken(adminToken).orElseThrow());
        server = new StandInServer(port, this::answer);
    }

    /** Starts one; port 0 takes any that is free. */
    public static StandInArgus start(int port) throws IOException {
        return start(port, InstantSource.system());
    }

    /** Starts one that lives by a clock. */
    public static StandInArgus start(int port, InstantSource clock) throws IOException {
        return new StandInArgus(port, clock);
    }

    /** Returns its address. */
    public URI url() {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return URI.create("http://" + host + ":" + server.address().getPort());
    }

    /** Makes a source system and returns its token. */
    public synchronized String addSource(String name) {
        return store.addSource(name);
    }

    /** Makes another token for whom a token belongs to, as when it is replaced. */
    public synchronized String newToken(String token) {
        return store.tokens().add(store.byToken(token).orElseThrow());
    }

    /** Lets a token expire: Argus says so once and then does not know it any more. */
    public synchronized void killToken(String token) {
        store.byToken(token).ifPresent(store::endExpiryNotice);
        store.tokens().expire(token);
    }

    /** Makes a token so much older than it is; Argus takes none that is older than 14 days. */
    public synchronized void ageToken(String token, Duration age) {
        store.tokens().age(token, age);
    }

    /**
     * Does what the server's {@code check_token_expiry} does: has an incident for each token that expires in a week.
     */
    public synchronized void checkTokenExpiry() {
        store.checkTokenExpiry();
    }

    /** Lets the user of a source log in with {@link #PASSWORD}, as none may without that. */
    public synchronized void givePassword(String source) {
        store.tokens().letLogIn(store.named(source).orElseThrow());
    }

    /** Tells whether a token is good. */
    public synchronized boolean takes(String token) {
        return !store.tokens().forgetExpired(token) && store.byToken(token).isPresent();
    }

    /** Returns the token of a person who may do anything. */
    public String adminToken() {
        return adminToken;
    }

    /** Closes an incident as people do. */
    public synchronized void closeAsPerson(long pk, String description) {
        person.write(pk, EventType.CLO, description);
    }

    /** Opens an incident again as people do. */
    public synchronized void reopenAsPerson(long pk, String description) {
        person.write(pk, EventType.REO, description);
    }

    /** Acknowledges an incident; {@code expiration} null for ever. */
    public synchronized void ackAsPerson(long pk, String description, @Nullable Instant expiration) {
        person.acknowledge(pk, description, expiration);
    }

    /** Adds a tag {@code key=value}. */
    public synchronized void addTagAsPerson(long pk, String tag) {
        person.addTag(pk, tag);
    }

    /** Sets or, with "", clears the ticket. */
    public synchronized void setTicketAsPerson(long pk, String url) {
        person.setTicket(pk, url);
    }

    /** Returns all incidents of a source in the order they were made. */
    public synchronized List<Incident> incidents(String source) {
        return person.incidents(source);
    }

    /** Returns the log of an incident in the order it was written. */
    public synchronized List<IncidentEvent> events(long pk) {
        return person.events(pk);
    }

    /** Returns when a source said last that it is alive, by whatever request; empty if never. */
    public synchronized Optional<Instant> lastSeen(String source) {
        return store.lastSeen(source);
    }

    /** Returns the requests so far, those for the page excepted. */
    public List<RecordedRequest> requests() {
        return server.requests().stream()
                .filter(request -> !"/".equals(request.path()))
                .toList();
    }

    /** Starts counting requests anew. */
    public void forgetRequests() {
        server.forgetRequests();
    }

    /** Returns where to ask for faults. */
    public StandInFaults faults() {
        return server.faults();
    }

    /** Stops answering and cuts all connections. */
    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply answer(ApiRequest request) {
        if ("/".equals(request.path()) && "GET".equals(request.method())) {
            return Reply.page(new Page(store.now()).render(store.incidents()));
        }
        try {
            return routes.answer(request);
        } catch (Refused refused) {
            return refused.reply();
        }
    }
}
