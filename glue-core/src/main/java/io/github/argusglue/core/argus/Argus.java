package io.github.argusglue.core.argus;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Argus server as one source sees it, through its token. Every method is one request unless it says otherwise,
 * blocks until it is answered or timed out, and never tries again by itself. Safe for use by any thread; an interrupt
 * cuts the request under way.
 *
 * <p>All throw {@link ArgusException} if the request fails and {@link InterruptedException} if the thread is
 * interrupted.
 */
public interface Argus {

    /** Returns what the server says about itself; needs no good token. */
    ServerInfo server() throws ArgusException, InterruptedException;

    /**
     * Returns whom the token belongs to, as it is at this moment. One request if the source has an incident, otherwise
     * several. A client that requires this sends requests with this very token alone from then on, and fails with
     * {@link ArgusException.Kind#UNCHECKED_TOKEN} while the token is another one.
     *
     * @param check may refuse the owner; then no request is sent with that token
     */
    TokenOwner identify(OwnerCheck check) throws ArgusException, InterruptedException;

    /** Has a client that requires {@link #identify} require it once more before anything else. */
    default void requireIdentify() {}

    /**
     * Returns the number of the user that the token belongs to: who {@link IncidentTag#addedBy} is for our own tags.
     * One request if the source has an incident, otherwise several.
     */
    default long userPk() throws ArgusException, InterruptedException {
        return identify(OwnerCheck.ANY).userPk();
    }

    /** Asks whether the token is good; Argus does not take this for a sign that the source is alive (2.10.2). */
    void checkToken() throws ArgusException, InterruptedException;

    /** Returns all open stateful incidents of this source, each once. Several requests. */
    List<Incident> open() throws ArgusException, InterruptedException;

    /** Returns how many open stateful incidents this source has. */
    int countOpen() throws ArgusException, InterruptedException;

    /** Returns how many of them are acknowledged. */
    int countOpenAcked() throws ArgusException, InterruptedException;

    /** Returns those of them that are acknowledged, each once. Several requests. */
    List<Incident> openAcked() throws ArgusException, InterruptedException;

    /** Returns the incidents of this source that ended at {@code since} or later. Several requests. */
    List<Incident> endedSince(Instant since) throws ArgusException, InterruptedException;

    /** Returns this source's incident with an id, open or closed. */
    Optional<Incident> bySourceIncidentId(String sourceIncidentId) throws ArgusException, InterruptedException;

    /**
     * Returns those of the given incidents that belong to this source and exist, open or closed, in no particular
     * order. One request for each two hundred, and before the first time those of {@link #userPk()}.
     */
    List<Incident> byPk(Collection<Long> pks) throws ArgusException, InterruptedException;

    /**
     * Makes an incident and returns it. A start that lies ahead of the server's present becomes that, see
     * {@link #notAhead}.
     *
     * @param sourceIncidentId never used before by this source, for an open or a closed incident
     */
    Incident create(String sourceIncidentId, IncidentContent content) throws ArgusException, InterruptedException;

    /** Makes an incident that stands for no alert, and returns it. */
    default Incident create(NewIncident incident) throws ArgusException, InterruptedException {
        return create(incident.sourceIncidentId(), incident);
    }

    /**
     * Changes fields of an incident and returns it as it is then. Emptying the ticket takes a request more.
     *
     * <p>Argus writes back the whole incident: a close or an end at the very same moment gets lost, its event stays in
     * the log. So never at the same time as {@link #post} for that incident.
     */
    Incident change(long pk, IncidentChange change) throws ArgusException, InterruptedException;

    /**
     * Writes an event: END, RES or OTH. It is logged also where it changes nothing: an END of what has ended, an RES of
     * what is open (also if its end lies ahead). For an incident that does not exist the outcome is unknown.
     */
    void post(long pk, EventType type, Instant timestamp, String description)
            throws ArgusException, InterruptedException;

    /** Returns a time, or the server's present where our clock is ahead of it and the time would be its future. */
    default Instant notAhead(Instant time) {
        return time;
    }

    /** Returns the log of one incident in the order it was written. */
    List<IncidentEvent> events(long pk) throws ArgusException, InterruptedException;

    /** Returns the acknowledgements of one incident, everybody's, those that have run out too, oldest first. */
    List<IncidentAck> acks(long pk) throws ArgusException, InterruptedException;

    /**
     * Acknowledges an incident. Each call makes another acknowledgement and a line in the log.
     *
     * @param expiration when it runs out, after {@code timestamp}; null for never
     */
    IncidentAck acknowledge(long pk, Instant timestamp, String description, @Nullable Instant expiration)
            throws ArgusException, InterruptedException;

    /**
     * Changes when an acknowledgement runs out; no line in the log. One that has run out already is refused. Argus lets
     * a source do that to a person's, so look first whose it is.
     *
     * @param expiration after now by the server's clock, or it is refused; null for never
     */
    IncidentAck changeAck(long pk, long ackPk, @Nullable Instant expiration)
            throws ArgusException, InterruptedException;

    /**
     * Says that this source is alive. Argus takes any other request with the source's token for the same, those to
     * {@code auth/} and of the server's version excepted (2.10.2).
     */
    void heartbeat() throws ArgusException, InterruptedException;

    /**
     * Returns a page of the log of all incidents of all sources.
     *
     * @param size how many events; ignored with {@code next}
     * @param next from the page before; null for the newest
     */
    FeedPage feed(int size, @Nullable URI next) throws ArgusException, InterruptedException;
}
