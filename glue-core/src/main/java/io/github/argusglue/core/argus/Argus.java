package io.github.argusglue.core.argus;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Argus server as one source sees it, through its token. Each method sends one request unless it says otherwise,
 * blocks until the request has been answered or has timed out, and does not retry. Thread-safe; an interrupt cancels
 * the request.
 *
 * <p>All methods throw {@link ArgusException} if the request fails and {@link InterruptedException} if the thread is
 * interrupted.
 */
public interface Argus {

    /** Returns the version and abilities of the server; works without a valid token. */
    ServerInfo server() throws ArgusException, InterruptedException;

    /**
     * Returns the current owner of the token. One request if the source has an incident, otherwise several. A client
     * that requires this call sends only this token afterwards, and fails with
     * {@link ArgusException.Kind#UNCHECKED_TOKEN} while the configured token is a different one.
     *
     * @param check may reject the owner; then no request is sent with that token
     */
    TokenOwner identify(OwnerCheck check) throws ArgusException, InterruptedException;

    /** Makes a client that requires {@link #identify} require it again before the next request. */
    default void requireIdentify() {}

    /**
     * Returns the number of the user that owns the token, which is {@link IncidentTag#addedBy} of our own tags. One
     * request if the source has an incident, otherwise several.
     */
    default long userPk() throws ArgusException, InterruptedException {
        return identify(OwnerCheck.ANY).userPk();
    }

    /** Checks that the token is valid. Argus does not count this as a sign of life of the source (2.10.2). */
    void checkToken() throws ArgusException, InterruptedException;

    /** Returns all open stateful incidents of this source, each once. Several requests. */
    List<Incident> listOpen() throws ArgusException, InterruptedException;

    /** Returns how many open stateful incidents this source has. */
    int countOpen() throws ArgusException, InterruptedException;

    /** Returns how many open stateful incidents of this source are acknowledged. */
    int countOpenAcked() throws ArgusException, InterruptedException;

    /** Returns the acknowledged open stateful incidents of this source, each once. Several requests. */
    List<Incident> listOpenAcked() throws ArgusException, InterruptedException;

    /** Returns the incidents of this source that ended at or after {@code since}. Several requests. */
    List<Incident> listEndedSince(Instant since) throws ArgusException, InterruptedException;

    /** Returns the incident of this source with a given id, open or closed. */
    Optional<Incident> findBySourceIncidentId(String sourceIncidentId) throws ArgusException, InterruptedException;

    /**
     * Returns those of the given incidents that exist and belong to this source, open or closed, in no particular
     * order. One request for every two hundred, plus those of {@link #userPk()} on first use.
     */
    List<Incident> findByPk(Collection<Long> pks) throws ArgusException, InterruptedException;

    /**
     * Creates an incident and returns it. A start in the server's future becomes the server's current time, see
     * {@link #clampToServerTime}.
     *
     * @param sourceIncidentId an id that this source has never used, for an open or a closed incident
     */
    Incident create(String sourceIncidentId, IncidentContent content) throws ArgusException, InterruptedException;

    /** Creates an incident that does not belong to an alert, and returns it. */
    default Incident create(NewIncident incident) throws ArgusException, InterruptedException {
        return create(incident.sourceIncidentId(), incident);
    }

    /**
     * Changes fields of an incident and returns the changed incident. Emptying the ticket takes one more request.
     *
     * <p>Argus writes back the whole incident: a close or an end at the same moment is undone, although its event stays
     * in the log. So this must not run at the same time as {@link #postEvent} for the same incident.
     */
    Incident change(long pk, IncidentChange change) throws ArgusException, InterruptedException;

    /**
     * Writes an event: END, RES or OTH. Argus logs it even if it changes nothing: an END of a closed incident, or a RES
     * of an open one (also if its end is in the future). If the incident does not exist, the outcome is unknown.
     */
    void postEvent(long pk, EventType type, Instant timestamp, String description)
            throws ArgusException, InterruptedException;

    /** Returns the given time, or the server's current time if that is earlier because our clock is ahead. */
    default Instant clampToServerTime(Instant time) {
        return time;
    }

    /** Returns the log of one incident in the order in which it was written. */
    List<IncidentEvent> events(long pk) throws ArgusException, InterruptedException;

    /** Returns the acknowledgements of one incident by all users, including expired ones, oldest first. */
    List<IncidentAck> acks(long pk) throws ArgusException, InterruptedException;

    /**
     * Acknowledges an incident. Each call creates another acknowledgement and an event in the log.
     *
     * @param expiration when it expires, after {@code timestamp}; null for never
     */
    IncidentAck acknowledge(long pk, Instant timestamp, String description, @Nullable Instant expiration)
            throws ArgusException, InterruptedException;

    /**
     * Changes when an acknowledgement expires; writes no event to the log. Argus rejects this for an expired
     * acknowledgement. It allows a source to change a person's acknowledgement, so the caller has to check whose it is.
     *
     * @param expiration after the server's current time, or the request is rejected; null for never
     */
    IncidentAck changeAck(long pk, long ackPk, @Nullable Instant expiration)
            throws ArgusException, InterruptedException;

    /**
     * Reports that this source is alive. Argus counts any other request with the source's token as a sign of life too,
     * except those to {@code auth/} and for the server's version (2.10.2).
     */
    void heartbeat() throws ArgusException, InterruptedException;

    /**
     * Returns a page of the log of all incidents of all sources.
     *
     * @param size number of events; ignored if {@code next} is given
     * @param next link from the previous page; null for the newest events
     */
    FeedPage feed(int size, @Nullable URI next) throws ArgusException, InterruptedException;
}
