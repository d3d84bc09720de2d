package io.github.argusglue.core.standin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the stand-in knows. Not thread-safe by itself: {@link StandInArgus} lets in one at a time. */
final class Store {
    private final InstantSource clock;
    private final Map<Long, Account> accounts = new LinkedHashMap<>();
    private final Map<Long, SourceSystem> sources = new LinkedHashMap<>();
    private final Map<String, Account> tokens = new HashMap<>();
    private final Map<Long, Instant> lastSeen = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Map<Long, StoredIncident> incidents = new LinkedHashMap<>();
    private final Set<List<Object>> usedIds = new HashSet<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private long lastPk;

    Store(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Numbers run through all kinds of things, so that one taken for another is noticed. */
    private long nextPk() {
        return ++lastPk;
    }

    String addSource(String name) {
        SourceSystem source = new SourceSystem(nextPk(), name, nextPk());
        sources.put(source.pk(), source);
        return addAccount(new Account(source.userPk(), name, source));
    }

    String addPerson(String name) {
        return addAccount(new Account(nextPk(), name, null));
    }

    private String addAccount(Account account) {
        accounts.put(account.pk(), account);
        return newToken(account);
    }

    String newToken(Account account) {
        String token = (UUID.randomUUID().toString() + UUID.randomUUID())
                .replace("-", "")
                .substring(0, 40);
        tokens.put(token, account);
        return token;
    }

    void expireToken(String token) {
        if (tokens.remove(token) != null) {
            expired.add(token);
        }
    }

    /** Tells whether a token has expired; it is asked only once, then the token was never there. */
    boolean forgetExpired(String token) {
        return expired.remove(token);
    }

    /** Notes that a source has been heard of; tells whether it is one. */
    boolean seen(Account user) {
        SourceSystem source = user.source();
        if (source != null) {
            lastSeen.put(source.pk(), now());
        }
        return source != null;
    }

    /** Returns when a source was heard of last; empty if never. */
    Optional<Instant> lastSeen(String name) {
        return sources.values().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .map(source -> lastSeen.get(source.pk()));
    }

    Optional<Account> byToken(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    Optional<Account> account(long pk) {
        return Optional.ofNullable(accounts.get(pk));
    }

    Optional<Account> person(String name) {
        return accounts.values().stream()
                .filter(account -> account.isPerson() && account.name().equals(name))
                .findFirst();
    }

    Collection<SourceSystem> sources() {
        return sources.values();
    }

    Collection<StoredIncident> incidents() {
        return incidents.values();
    }

    Optional<StoredIncident> incident(long pk) {
        return Optional.ofNullable(incidents.get(pk));
    }

    List<StoredEvent> events() {
        return events;
    }

    /** Makes an incident; empty if its id was used before. */
    Optional<StoredIncident> create(Account user, SourceSystem source, IncidentFields fields) {
        boolean named = !fields.sourceIncidentId().isEmpty();
        if (named && !usedIds.add(List.of(source.pk(), fields.sourceIncidentId()))) {
            return Optional.empty();
        }
        StoredIncident incident = new StoredIncident(nextPk(), source, fields);
        for (String tag : fields.tags()) {
            incident.tags.put(tag, new StoredTag(tag, user.pk(), now()));
        }
        incidents.put(incident.pk, incident);
        log(incident, user, incident.isStateful() ? "STA" : "LES", incident.start, incident.description);
        return Optional.of(incident);
    }

    StoredEvent log(StoredIncident incident, Account actor, String type, Instant timestamp, String description) {
        StoredEvent event = new StoredEvent(nextPk(), incident, actor, timestamp, now(), type, description);
        incident.events.add(event);
        events.add(event);
        return event;
    }

    /** Notes a changed field in the log. */
    void logChange(StoredIncident incident, Account actor, String field, Object before, Object after) {
        log(incident, actor, "CHI", now(), "Change: \"" + field + "\": " + before + " → " + after);
    }

    StoredAck acknowledge(
            StoredIncident incident,
            Account actor,
            Instant timestamp,
            String description,
            @Nullable Instant expiration) {
        StoredAck ack = new StoredAck(log(incident, actor, "ACK", timestamp, description), expiration);
        incident.acks.add(ack);
        return ack;
    }
}
