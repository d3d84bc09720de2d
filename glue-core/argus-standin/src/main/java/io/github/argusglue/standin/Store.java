package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/** The data of the stand-in. Not thread-safe: {@link StandInArgus} and {@link StandInPerson} lock on it. */
final class Store {
    private static final String EXPIRY = "problem_type=token_expiry";
    private static final Duration NOTICE = Duration.ofDays(7);

    private final InstantSource clock;
    private final Map<Long, Account> accounts = new LinkedHashMap<>();
    private final Map<Long, SourceSystem> sources = new LinkedHashMap<>();
    private final Map<Long, Instant> lastSeen = new HashMap<>();
    private final Tokens tokens;
    private final SourceSystem itself;
    private final Map<Long, StoredIncident> incidents = new LinkedHashMap<>();
    private final Set<List<Object>> usedIds = new HashSet<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private long lastPk;

    Store(InstantSource clock) {
        this.clock = clock;
        this.tokens = new Tokens(clock);
        // The server's own source, for the incidents that it creates itself.
        this.itself = new SourceSystem(nextPk(), "argus", nextPk());
        sources.put(itself.pk(), itself);
        accounts.put(itself.userPk(), new Account(itself.userPk(), itself.name(), itself));
    }

    Tokens tokens() {
        return tokens;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** One sequence of numbers for all kinds of objects, so that mixing them up is noticed. */
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
        return tokens.add(account);
    }

    /** Records a sign of life of a source; returns whether the user has a source. */
    boolean seen(Account user) {
        SourceSystem source = user.source();
        if (source != null) {
            lastSeen.put(source.pk(), now());
        }
        return source != null;
    }

    /** Returns the last sign of life of a source; empty if there was none. */
    Optional<Instant> lastSeen(String name) {
        return sources.values().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .map(source -> lastSeen.get(source.pk()));
    }

    Optional<Account> byToken(String token) {
        return tokens.owner(token);
    }

    Optional<Account> account(long pk) {
        return Optional.ofNullable(accounts.get(pk));
    }

    Optional<Account> named(String name) {
        return accounts.values().stream()
                .filter(account -> account.name().equals(name))
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

    /** Creates an incident; empty if its ID was used before. */
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

    /** Logs a changed field. */
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

    /** Opens incidents for tokens that expire soon, and ends those of other tokens: the server's check_token_expiry. */
    void checkTokenExpiry() {
        Set<Long> expiring = new HashSet<>();
        tokens.expiringWithin(NOTICE).forEach(entry -> {
            SourceSystem source = entry.getKey().source();
            if (source != null && expiring.add(source.pk()) && notice(source).isEmpty()) {
                tell(source, entry.getValue());
            }
        });
        for (SourceSystem source : sources.values()) {
            if (!expiring.contains(source.pk())) {
                notice(source).ifPresent(this::end);
            }
        }
    }

    private void tell(SourceSystem source, Instant expires) {
        String day = expires.toString().substring(0, 10);
        IncidentFields fields = new IncidentFields(
                "",
                now(),
                Instant.MAX,
                2,
                "Token for source system " + source.name() + " (generic) will expire on " + day,
                "",
                "",
                JsonNodeFactory.instance.objectNode(),
                Set.of("location=argus", EXPIRY, systemTag(source)));
        create(own(), itself, fields);
    }

    /** The server ends its incident when the token is deleted or replaced. */
    void endExpiryNotice(Account user) {
        SourceSystem source = user.source();
        if (source != null) {
            notice(source).ifPresent(this::end);
        }
    }

    private void end(StoredIncident notice) {
        notice.end = now();
        log(notice, own(), "END", now(), "");
    }

    private Optional<StoredIncident> notice(SourceSystem source) {
        return incidents.values().stream()
                .filter(incident -> isExpiryNotice(incident)
                        && incident.isOpen(now())
                        && incident.tags.containsKey(systemTag(source)))
                .findFirst();
    }

    /** Returns whether an incident is one of the server's own about a token. */
    boolean isExpiryNotice(StoredIncident incident) {
        return incident.source.equals(itself) && incident.tags.containsKey(EXPIRY);
    }

    private Account own() {
        return account(itself.userPk()).orElseThrow();
    }

    private static String systemTag(SourceSystem source) {
        return "source_system_id=" + source.pk();
    }
}
