package io.github.argusglue.standin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The person {@value StandInArgus#PERSON}, who does in the stand-in what people do in Argus's pages. Incidents are
 * named by {@link StandInIncident#pk}; a number that no incident has is an {@link IllegalArgumentException}. Safe for
 * use by several threads.
 */
public final class StandInPerson {
    private final Store store;
    private final Account account;
    private final EventRoutes events;

    StandInPerson(Store store, Account account) {
        this.store = store;
        this.account = account;
        this.events = new EventRoutes(store);
    }

    /**
     * Closes an incident.
     *
     * @throws IllegalStateException if it is not open
     */
    public void close(long pk, String description) {
        write(pk, "CLO", description);
    }

    /**
     * Reopens an incident.
     *
     * @throws IllegalStateException if it is open
     */
    public void reopen(long pk, String description) {
        write(pk, "REO", description);
    }

    /** Acknowledges an incident until {@code expiration}; null means without an end. */
    public void acknowledge(long pk, String description, @Nullable Instant expiration) {
        synchronized (store) {
            store.acknowledge(incident(pk), account, store.now(), description, expiration);
        }
    }

    /**
     * Adds a tag. As in Argus, the incident's log does not tell of it.
     *
     * @param tag {@code key=value}
     * @throws IllegalArgumentException if Argus would refuse the tag
     */
    public void addTag(long pk, String tag) {
        String complaint = Fields.tagComplaint(tag);
        if (complaint != null) {
            throw new IllegalArgumentException("tag '" + tag + "': " + complaint);
        }
        synchronized (store) {
            String fit = Fields.fit(tag);
            incident(pk).tags.putIfAbsent(fit, new StoredTag(fit, account.pk(), store.now()));
        }
    }

    /** Sets the URL of the incident's ticket; an empty text removes it. */
    public void setTicket(long pk, String url) {
        synchronized (store) {
            new Changes(store, incident(pk), account).ticket(url);
        }
    }

    private void write(long pk, String type, String description) {
        synchronized (store) {
            try {
                events.write(incident(pk), account, type, store.now(), description);
            } catch (Refused e) {
                throw new IllegalStateException(
                        type + " on incident " + pk + ": " + e.response().body(), e);
            }
        }
    }

    private StoredIncident incident(long pk) {
        return store.incident(pk).orElseThrow(() -> new IllegalArgumentException("no incident " + pk));
    }
}
