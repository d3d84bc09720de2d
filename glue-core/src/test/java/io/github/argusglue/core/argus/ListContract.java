package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.argus.http.HttpArgus;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finding and listing. */
public interface ListContract extends ContractPart {

    @Test
    default void listOpenReturnsOwnOpenStatefulIncidents() throws Exception {
        String token = on().newToken();
        Argus argus = on().client(token);
        assertEquals(List.of(), argus.listOpen());
        assertEquals(0, argus.countOpen());
        Incident open = argus.create(incident(newId()));
        Incident ended = argus.create(incident(newId()));
        argus.postEvent(ended.pk(), EventType.END, now(), "");
        Incident closed = argus.create(incident(newId()));
        on().people.close(closed.pk(), "");
        argus.create(ContractSubject.stateless(newId()));
        on().create();
        assertEquals(List.of(open), argus.listOpen());
        assertEquals(1, argus.countOpen());
    }

    @Test
    default void listOpenAckedReturnsOwnIncidentsWithAnAckInForce() throws Exception {
        Argus argus = on().client(on().newToken());
        argus.create(incident(newId()));
        Incident ours = argus.create(incident(newId()));
        argus.acknowledge(ours.pk(), now(), "", null);
        Incident byPerson = argus.create(incident(newId()));
        on().people.acknowledge(byPerson.pk(), "", null);
        Incident over = argus.create(incident(newId()));
        argus.acknowledge(over.pk(), now(), "", null);
        argus.postEvent(over.pk(), EventType.END, now(), "");
        assertEquals(Set.of(ours.pk(), byPerson.pk()), pks(argus.listOpenAcked()));
        assertEquals(2, argus.countOpenAcked());
    }

    /** The basis for detecting missed events. */
    @Test
    default void rejectedRequestsUseNoEventNumbers() throws Exception {
        Argus argus = on().argus;
        Incident made = on().create();
        long before = newEvent(argus, made);
        refused(ArgusException.Kind.DUPLICATE_ID, () -> argus.create(incident(made.sourceIncidentId())));
        refused(ArgusException.Kind.REJECTED, () -> argus.postEvent(made.pk(), EventType.CLO, now(), ""));
        refused(ArgusException.Kind.REJECTED, () -> argus.acknowledge(made.pk(), now(), "", now().minusSeconds(60)));
        refused(
                ArgusException.Kind.OUTCOME_UNKNOWN,
                () -> argus.postEvent(Integer.MAX_VALUE, EventType.OTH, now(), "there is no such incident"));
        assertEquals(before + 1, newEvent(argus, made));
    }

    /** Returns the number of a new event. The feed would not show it, because events in the future come first. */
    private static long newEvent(Argus argus, Incident incident) throws Exception {
        argus.postEvent(incident.pk(), EventType.OTH, now(), "a line");
        return argus.events(incident.pk()).stream()
                .mapToLong(IncidentEvent::pk)
                .max()
                .orElseThrow();
    }

    /** Changes of tags are not events, so the log does not show them. */
    @Test
    default void tagAddedByAPersonIsNoEvent() throws Exception {
        Incident made = on().create();
        long before = newEvent(on().argus, made);
        on().people.addTag(made.pk(), "team=core");
        assertEquals(before + 1, newEvent(on().argus, made));
    }

    @Test
    default void listOpenReturnsAllIncidentsWithTheSameStart() throws Exception {
        String token = on().newToken();
        HttpArgus argus = ((HttpArgus) on().client(token)).withPageSize(5);
        Set<Long> made = new HashSet<>();
        Instant start = Instant.parse("2026-11-20T10:00:00.5Z");
        for (int i = 0; i < 36; i++) {
            // 7 with one start, 1 alone, 14 with one start, 1 alone and so on.
            Instant at = start.plusMillis(i < 7 ? 0 : i < 8 ? 1 : i < 22 ? 2 : i < 23 ? 3 : 4);
            made.add(argus.create(incident(newId(), at, List.of())).pk());
        }
        List<Incident> open = argus.listOpen();
        assertEquals(36, open.size());
        assertEquals(made, pks(open));
        assertEquals(36, argus.countOpen());
    }

    @Test
    default void listEndedSinceReturnsLaterEnds() throws Exception {
        Argus argus = on().client(on().newToken());
        Instant since = now().minusSeconds(600);
        Instant start = since.minusSeconds(3600);
        argus.create(incident(newId(), start, List.of()));
        Incident before = argus.create(incident(newId(), start, List.of()));
        argus.postEvent(before.pk(), EventType.END, since.minusNanos(1000), "");
        Incident at = argus.create(incident(newId(), start, List.of()));
        argus.postEvent(at.pk(), EventType.END, since, "");
        Incident byPerson = argus.create(incident(newId(), start, List.of()));
        on().people.close(byPerson.pk(), "");
        Incident ahead = argus.create(incident(newId(), start, List.of()));
        argus.postEvent(ahead.pk(), EventType.END, now().plusSeconds(3600), "");
        assertEquals(Set.of(at.pk(), byPerson.pk()), pks(argus.listEndedSince(since)));
        assertEquals(Set.of(), pks(argus.listEndedSince(now().plusSeconds(60))));
    }

    @Test
    default void findByIdReturnsOnlyOwnIncidents() throws Exception {
        Incident made = on().create();
        on().other.create(incident(made.sourceIncidentId()));
        assertEquals(Optional.of(made), on().argus.findBySourceIncidentId(made.sourceIncidentId()));
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        assertEquals(
                Optional.of(made.pk()),
                on().argus.findBySourceIncidentId(made.sourceIncidentId()).map(Incident::pk));
        assertEquals(Optional.empty(), on().argus.findBySourceIncidentId(newId()));
        assertEquals(Optional.empty(), on().argus.findBySourceIncidentId(made.sourceIncidentId() + "x"));
        assertEquals(Optional.empty(), on().argus.findBySourceIncidentId(""));
    }

    @Test
    default void unusualIdsAreFound() throws Exception {
        String id = "a&b=c,d/e?f #%20+\"ü⚡@" + newId();
        Incident made = on().argus.create(incident(id));
        assertEquals(Optional.of(made), on().argus.findBySourceIncidentId(id));
    }

    @Test
    default void findByNumberReturnsOnlyOwnIncidents() throws Exception {
        Incident open = on().create();
        Incident closed = on().create();
        on().argus.postEvent(closed.pk(), EventType.END, now(), "");
        Incident foreign = on().other.create(incident(newId()));
        List<Incident> found =
                on().argus.findByPk(List.of(open.pk(), closed.pk(), foreign.pk(), (long) Integer.MAX_VALUE, open.pk()));
        assertEquals(Set.of(open.pk(), closed.pk()), pks(found));
        assertEquals(2, found.size());
        assertEquals(List.of(), on().argus.findByPk(List.of()));
    }

    @Test
    default void findByNumberSplitsManyNumbers() throws Exception {
        Incident first = on().create();
        Incident last = on().create();
        List<Long> pks = new ArrayList<>();
        pks.add(first.pk());
        for (long i = 0; i < 450; i++) {
            pks.add(1_000_000_000 + i);
        }
        pks.add(last.pk());
        assertEquals(Set.of(first.pk(), last.pk()), pks(on().argus.findByPk(pks)));
    }

    /** The reason why results are always checked. */
    @Test
    default void unknownFiltersAreIgnored() throws Exception {
        Incident made = on().create();
        on().create();
        JsonNode all = on().raw.get("/api/v2/incidents/mine/?nonsense=1&id__in=" + made.pk());
        assertTrue(all.path("results").size() > 1);
    }

    @Test
    default void feedIsNewestTimestampFirstAndPaged() throws Exception {
        Incident made = on().create();
        Instant ahead = Instant.parse("2100-01-01T00:00:00Z").plusMillis(System.nanoTime() % 1_000_000);
        for (int i = 0; i < 5; i++) {
            on().argus.postEvent(made.pk(), EventType.OTH, ahead.plusSeconds(i), "feed " + i);
        }
        on().argus.postEvent(made.pk(), EventType.OTH, now().minusSeconds(86_400), "long ago");
        FeedPage first = on().argus.feed(3, null);
        assertEquals(3, first.events().size());
        URI next = first.next();
        assertTrue(next != null);
        FeedPage second = on().argus.feed(3, next);
        assertEquals(3, second.events().size());
        List<Instant> times = Stream.of(first, second)
                .flatMap(page -> page.events().stream())
                .map(IncidentEvent::timestamp)
                .toList();
        assertEquals(times.stream().sorted(Comparator.reverseOrder()).toList(), times);
        Set<Long> pks = Stream.of(first, second)
                .flatMap(page -> page.events().stream())
                .map(IncidentEvent::pk)
                .collect(Collectors.toSet());
        assertEquals(6, pks.size());
        assertFalse(
                first.events().stream().anyMatch(event -> event.description().equals("long ago")));
    }

    @Test
    default void feedContainsIncidentActorAndType() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.OTH, now().plusSeconds(30), "look");
        IncidentEvent found = on().argus.feed(200, null).events().stream()
                .filter(event -> event.incidentPk() == made.pk() && event.type() == EventType.OTH)
                .findFirst()
                .orElseThrow();
        assertEquals("look", found.description());
        assertEquals(on().argus.userPk(), found.actorPk());
        assertFalse(found.actor().isEmpty());
    }

    @Test
    default void tagsAndTextsSurviveListing() throws Exception {
        Argus argus = on().client(on().newToken());
        Incident made = argus.create(incident(newId(), now(), List.of(new Tag("a", "=x= y"), new Tag("b_2", "ünï⚡"))));
        assertEquals(
                List.of(ContractSubject.inOrder(made)),
                argus.listOpen().stream().map(ContractSubject::inOrder).toList());
    }

    private static Set<Long> pks(Collection<Incident> incidents) {
        return incidents.stream().map(Incident::pk).collect(Collectors.toSet());
    }
}
