package io.github.argusglue.core.controller;

import static io.github.argusglue.core.plan.IncidentSketch.PERSON;
import static io.github.argusglue.core.plan.IncidentSketch.US;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data of an Argus, with those rules of argus-server 2.10.2 that matter to the core: ids are unique over open and
 * closed incidents, an END on a closed incident is logged again, other people's tags cannot be removed, each changed
 * field is a line in the log, texts are trimmed, a change saves all columns.
 */
public final class ModelServer {
    private final InstantSource clock;
    private final Map<Long, Incident> incidents = new LinkedHashMap<>();
    private final List<IncidentEvent> log = new ArrayList<>();
    private final Map<Long, List<IncidentAck>> acks = new LinkedHashMap<>();
    private final List<String> redundant = new ArrayList<>();
    private final Set<Long> foreignPk = new HashSet<>();
    private long pks;
    private long events;
    private long hidden;

    public ModelServer(InstantSource clock) {
        this.clock = clock;
    }

    public static boolean isOpen(Incident incident) {
        return Instant.MAX.equals(incident.endTime());
    }

    /** Returns our redundant lines in the log: END after END, RES on an incident that is open by our own doing. */
    public synchronized List<String> redundant() {
        return List.copyOf(redundant);
    }

    public synchronized List<Incident> all() {
        return incidents.values().stream().map(this::asRead).toList();
    }

    public synchronized List<Incident> open() {
        return incidents.values().stream()
                .filter(ModelServer::isOpen)
                .map(this::asRead)
                .toList();
    }

    /** Sets whether the incident is acknowledged now. */
    private Incident asRead(Incident incident) {
        Instant now = clock.instant();
        return IncidentSketch.like(incident)
                .acked(acks(incident.pk()).stream().anyMatch(ack -> ack.isInForce(now)))
                .build();
    }

    public synchronized List<IncidentAck> acks(long pk) {
        return List.copyOf(acks.getOrDefault(pk, List.of()));
    }

    /** Returns the ids of open incidents, sorted. */
    public synchronized List<String> openIds() {
        return open().stream().map(Incident::sourceIncidentId).sorted().toList();
    }

    public synchronized Optional<Incident> get(long pk) {
        return Optional.ofNullable(incidents.get(pk)).map(this::asRead);
    }

    public synchronized Incident incident(long pk) {
        return get(pk).orElseThrow();
    }

    public synchronized Optional<Incident> find(String sourceIncidentId) {
        return incidents.values().stream()
                .filter(incident -> incident.sourceIncidentId().equals(sourceIncidentId))
                .findFirst()
                .map(this::asRead);
    }

    /** Returns the event types in the log of an incident, oldest first. */
    public synchronized List<EventType> eventTypes(long pk) {
        return log.stream()
                .filter(event -> event.incidentPk() == pk)
                .map(IncidentEvent::type)
                .toList();
    }

    public synchronized int logSize() {
        return log.size();
    }

    /** A person closes, reopens or acknowledges. */
    public synchronized void person(long pk, EventType type) {
        if (type == EventType.CLO) {
            save(IncidentSketch.like(incident(pk)).endTime(clock.instant()));
        } else if (type == EventType.REO) {
            save(IncidentSketch.like(incident(pk)).endTime(Instant.MAX));
        }
        if (type == EventType.ACK) {
            personAcks(pk, null);
        } else {
            log(pk, type, PERSON, clock.instant(), "");
        }
    }

    public synchronized void personAcks(long pk, @Nullable Instant expiration) {
        addAck(pk, PERSON, clock.instant(), "on it", expiration);
    }

    /** A person ends somebody's acknowledgement early. */
    public synchronized void personExpiresAck(long pk, long ackPk) {
        setEnd(pk, ackPk, clock.instant());
    }

    private IncidentAck addAck(long pk, long actor, Instant at, String description, @Nullable Instant expiration) {
        log(pk, EventType.ACK, actor, at, description);
        IncidentAck ack = new IncidentAck(events, actor, name(actor), at, description, expiration);
        acks.computeIfAbsent(pk, key -> new ArrayList<>()).add(ack);
        return ack;
    }

    public synchronized IncidentAck acknowledge(long pk, Instant at, String description, @Nullable Instant expiration)
            throws ArgusException {
        if (get(pk).isEmpty()) {
            throw new ArgusException(Kind.NOT_FOUND, "404: incident " + pk);
        }
        if (expiration != null && !expiration.isAfter(at)) {
            throw new ArgusException(Kind.REJECTED, "400: expiration " + expiration + " before " + at);
        }
        Instant now = clock.instant();
        for (IncidentAck other : acks(pk)) {
            if (other.actorPk() == US
                    && other.isInForce(now)
                    && other.timestamp().equals(at)) {
                redundant.add("acknowledged again: incident " + pk + ": " + description);
            }
        }
        return addAck(pk, US, at, description, expiration);
    }

    public synchronized IncidentAck changeAck(long pk, long ackPk, @Nullable Instant expiration) throws ArgusException {
        Instant now = clock.instant();
        IncidentAck ack = acks(pk).stream()
                .filter(other -> other.pk() == ackPk)
                .findFirst()
                .orElseThrow(() -> new ArgusException(Kind.NOT_FOUND, "404: ack " + ackPk));
        if (ack.actorPk() != US) {
            redundant.add("touched a person's acknowledgement of incident " + pk);
        }
        if (!ack.isInForce(now) || (expiration != null && !expiration.isAfter(now))) {
            throw new ArgusException(Kind.REJECTED, "400: expiration");
        }
        return setEnd(pk, ackPk, expiration);
    }

    private IncidentAck setEnd(long pk, long ackPk, @Nullable Instant expiration) {
        List<IncidentAck> all = acks.getOrDefault(pk, List.of());
        for (int i = 0; i < all.size(); i++) {
            IncidentAck ack = all.get(i);
            if (ack.pk() == ackPk) {
                all.set(
                        i,
                        new IncidentAck(
                                ackPk, ack.actorPk(), ack.actor(), ack.timestamp(), ack.description(), expiration));
                return all.get(i);
            }
        }
        throw new IllegalArgumentException("no ack " + ackPk);
    }

    public synchronized void personAddsTag(long pk, String key, String value) {
        Incident incident = incident(pk);
        if (incident.tags().stream().noneMatch(tag -> tag.tag().equals(new Tag(key, value)))) {
            save(IncidentSketch.like(incident).tag(key, value, PERSON));
        }
    }

    public synchronized void personSetsTicket(long pk, String url) {
        String before = incident(pk).ticketUrl();
        save(IncidentSketch.like(incident(pk)).ticketUrl(url));
        log(pk, EventType.CHI, PERSON, clock.instant(), "Change: \"ticket_url\": " + before + " → " + url);
    }

    /** A person closes or reopens at a time other than the server's. */
    public synchronized void personWithTime(long pk, EventType type, Instant at) {
        save(IncidentSketch.like(incident(pk)).endTime(at));
        log(pk, type, PERSON, at, "");
    }

    /** Somebody removes a tag, which is no event. */
    public synchronized void removeTag(long pk, String key, String value) {
        Incident incident = incident(pk);
        save(IncidentSketch.like(incident)
                .tags(incident.tags().stream()
                        .filter(tag -> !tag.tag().equals(new Tag(key, value)))
                        .toList()));
    }

    /** The database has crashed and skips event numbers. */
    public synchronized void skipNumbers(int count) {
        events += count;
    }

    /** Hides the next event until it is shown, like one whose transaction is slow. */
    public synchronized void hideNextEvent() {
        hidden = events + 1;
    }

    public synchronized void showHiddenEvent() {
        hidden = 0;
    }

    /** Restored from a backup that lacks the last events. */
    public synchronized void forgetEvents(int count) {
        log.subList(log.size() - count, log.size()).clear();
        events -= count;
    }

    /** Returns the primary key of an incident of another source, of which only events are visible. */
    public long foreignPk() {
        return 1_000_000;
    }

    /** Adds an incident that another glue service created with our token. */
    public synchronized long addLegacyIncident(String sourceIncidentId) {
        long pk = ++pks;
        save(IncidentSketch.incident(pk, sourceIncidentId)
                .startTime(clock.instant().minusSeconds(60))
                .description("made by another glue service"));
        log(pk, EventType.STA, US, clock.instant(), "");
        return pk;
    }

    /** Returns whether an incident belongs to another source. */
    public synchronized boolean isForeign(long pk) {
        return foreignPk.contains(pk);
    }

    /** Restores a backup with this many incidents. Then another source creates one; returns its primary key. */
    public synchronized long restore(int kept) {
        incidents.keySet().removeIf(pk -> pk > kept);
        log.removeIf(event -> event.incidentPk() > kept);
        acks.keySet().removeIf(pk -> pk > kept);
        pks = kept;
        events = log.stream().mapToLong(IncidentEvent::pk).max().orElse(0);
        long pk = ++pks;
        foreignPk.add(pk);
        save(IncidentSketch.incident(pk, "theirs").startTime(clock.instant()).description("another source's"));
        log(pk, EventType.STA, PERSON, clock.instant(), "");
        return pk;
    }

    /** Gives a primary key to another incident of this source. */
    public synchronized void reusePk(long pk, String sourceIncidentId) {
        save(IncidentSketch.incident(pk, sourceIncidentId).startTime(clock.instant()));
    }

    /** An administrator deletes an incident. */
    public synchronized void delete(long pk) {
        incidents.remove(pk);
        log.removeIf(event -> event.incidentPk() == pk);
    }

    private static void rejectIfMarked(@Nullable String description) throws ArgusException {
        if (description != null && description.contains("poison")) {
            throw new ArgusException(Kind.REJECTED, "400: poison");
        } else if (description != null && description.contains("forbidden")) {
            throw new ArgusException(Kind.FORBIDDEN, "403: forbidden");
        }
    }

    public synchronized Incident create(String sourceIncidentId, IncidentContent body) throws ArgusException {
        rejectIfMarked(body.description());
        String id = sourceIncidentId.strip();
        if (!id.isEmpty() && find(id).isPresent()) {
            throw new ArgusException(Kind.DUPLICATE_ID, "400: duplicate key '" + id + "'");
        }
        long pk = ++pks;
        Incident made = save(IncidentSketch.made(pk, sourceIncidentId, body)
                .description(body.description().strip()));
        log(pk, body.stateful() ? EventType.STA : EventType.LES, US, body.startTime(), body.description());
        return made;
    }

    public synchronized Incident change(long pk, IncidentChange change, Runnable meanwhile) throws ArgusException {
        Incident old = get(pk).orElseThrow(() -> new ArgusException(Kind.NOT_FOUND, "404: incident " + pk));
        rejectIfMarked(change.description());
        IncidentSketch newer = IncidentSketch.like(old);
        List<Tag> tags = change.tags();
        if (tags != null) {
            newer.tags(tags(old, tags));
        }
        apply(old, change, newer);
        meanwhile.run();
        return save(newer);
    }

    private List<IncidentTag> tags(Incident old, List<Tag> wanted) throws ArgusException {
        List<IncidentTag> tags = new ArrayList<>();
        for (IncidentTag tag : old.tags()) {
            if (wanted.contains(tag.tag())) {
                tags.add(tag);
            } else if (tag.addedBy() != US) {
                throw new ArgusException(Kind.FOREIGN_TAG, "400: " + tag.tag());
            }
        }
        for (Tag tag : wanted) {
            if (old.tags().stream().noneMatch(there -> there.tag().equals(tag))) {
                tags.add(new IncidentTag(tag, US));
            }
        }
        noteChange(old, "tags", old.tags(), tags);
        return tags;
    }

    private void apply(Incident old, IncidentChange change, IncidentSketch newer) {
        Integer level = change.level();
        if (level != null) {
            noteChange(old, "level", old.level(), level);
            newer.level(level);
        }
        String description = change.description();
        if (description != null) {
            noteChange(old, "description", old.description(), description.strip());
            newer.description(description.strip());
        }
        String details = change.detailsUrl();
        if (details != null) {
            noteChange(old, "details_url", old.detailsUrl(), details);
            newer.detailsUrl(details);
        }
        String ticket = change.ticketUrl();
        if (ticket != null) {
            noteChange(old, "ticket_url", old.ticketUrl(), ticket);
            newer.ticketUrl(ticket);
        }
        Map<String, Object> metadata = change.metadata();
        if (metadata != null) {
            noteChange(old, "metadata", old.metadata(), metadata);
            newer.metadata(metadata);
        }
    }

    private void noteChange(Incident incident, String field, Object was, Object is) {
        if (!was.equals(is)) {
            log(incident.pk(), EventType.CHI, US, clock.instant(), "Change: \"" + field + "\": " + was + " → " + is);
        }
    }

    public synchronized void post(long pk, EventType type, Instant timestamp, String description)
            throws ArgusException {
        Incident incident = get(pk).orElseThrow(() -> new ArgusException(Kind.OUTCOME_UNKNOWN, "500: incident " + pk));
        noteRedundant(incident, type, description);
        if (type == EventType.END && isOpen(incident)) {
            save(IncidentSketch.like(incident).endTime(timestamp));
        } else if (type == EventType.RES) {
            save(IncidentSketch.like(incident).endTime(Instant.MAX));
        }
        log(pk, type, US, timestamp, description);
    }

    private void noteRedundant(Incident incident, EventType type, String description) {
        EventType last = EventType.UNKNOWN;
        for (EventType before : eventTypes(incident.pk())) {
            last = switch (before) {
                case STA, END, RES, CLO, REO -> before;
                default -> last;
            };
        }
        if ((type == EventType.END && last == EventType.END && !isOpen(incident))
                || (type == EventType.RES && (last == EventType.RES || last == EventType.STA) && isOpen(incident))) {
            redundant.add(type + " after " + last + " on incident " + incident.pk() + " '" + incident.sourceIncidentId()
                    + "': " + description);
        }
    }

    public synchronized List<IncidentEvent> events(long pk) throws ArgusException {
        if (!incidents.containsKey(pk)) {
            throw new ArgusException(Kind.NOT_FOUND, "404: incident " + pk);
        }
        return log.stream().filter(event -> event.incidentPk() == pk).toList();
    }

    public synchronized FeedPage feed(int size, int from) {
        List<IncidentEvent> newestFirst = log.stream()
                .filter(event -> event.pk() != hidden)
                .sorted(Comparator.comparing(IncidentEvent::timestamp)
                        .thenComparingLong(IncidentEvent::pk)
                        .reversed())
                .toList();
        int to = Math.min(newestFirst.size(), from + size);
        URI next = to == newestFirst.size() ? null : URI.create("#" + to);
        return new FeedPage(newestFirst.subList(Math.min(from, to), to), next);
    }

    private Incident save(IncidentSketch sketch) {
        Incident incident = sketch.build();
        incidents.put(incident.pk(), incident);
        return asRead(incident);
    }

    private static String name(long actor) {
        return actor == US ? "oslo" : "kari";
    }

    private void log(long pk, EventType type, long actor, Instant timestamp, String description) {
        log.add(new IncidentEvent(++events, pk, 7, type, actor, name(actor), timestamp, description));
    }
}
