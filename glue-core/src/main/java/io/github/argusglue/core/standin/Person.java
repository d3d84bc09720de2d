package io.github.argusglue.core.standin;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody in front of the stand-in, without HTTP between. */
final class Person {
    private final Store store;
    private final Account account;
    private final EventRoutes events;

    Person(Store store, Account account) {
        this.store = store;
        this.account = account;
        this.events = new EventRoutes(store);
    }

    void write(long pk, EventType type, String description) {
        try {
            events.write(incident(pk), account, type.name(), store.now(), description);
        } catch (Refused e) {
            throw new IllegalStateException(
                    type + " on incident " + pk + ": " + e.reply().body(), e);
        }
    }

    void acknowledge(long pk, String description, @Nullable Instant expiration) {
        store.acknowledge(incident(pk), account, store.now(), description, expiration);
    }

    void addTag(long pk, String tag) {
        String fit = Fields.fit(tag);
        incident(pk).tags.putIfAbsent(fit, new StoredTag(fit, account.pk(), store.now()));
    }

    void setTicket(long pk, String url) {
        new Changes(store, incident(pk), account).ticket(url);
    }

    List<Incident> incidents(String source) {
        return store.incidents().stream()
                .filter(incident -> incident.source.name().equals(source))
                .map(this::value)
                .toList();
    }

    List<IncidentEvent> events(long pk) {
        return incident(pk).events.stream().map(Person::value).toList();
    }

    private StoredIncident incident(long pk) {
        return store.incident(pk).orElseThrow(() -> new IllegalArgumentException("no incident " + pk));
    }

    private Incident value(StoredIncident incident) {
        return new Incident(
                incident.pk,
                incident.sourceIncidentId,
                incident.source.pk(),
                incident.start,
                incident.end,
                incident.level,
                incident.description,
                incident.tags.values().stream().map(Person::value).toList(),
                incident.detailsUrl,
                incident.ticketUrl,
                metadata(incident),
                incident.isAcked(store.now()));
    }

    private static Map<String, Object> metadata(StoredIncident incident) {
        return incident.metadata.isObject() ? ApiRequest.values(incident.metadata) : Map.of();
    }

    private static IncidentTag value(StoredTag tag) {
        int equals = tag.text().indexOf('=');
        return new IncidentTag(
                new Tag(tag.text().substring(0, equals), tag.text().substring(equals + 1)), tag.addedBy());
    }

    private static IncidentEvent value(StoredEvent event) {
        return new IncidentEvent(
                event.pk(),
                event.incident().pk,
                event.incident().source.pk(),
                EventType.valueOf(event.type()),
                event.actor().pk(),
                event.actor().name(),
                event.timestamp(),
                event.description());
    }
}
