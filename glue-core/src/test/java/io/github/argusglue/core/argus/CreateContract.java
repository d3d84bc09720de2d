package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.inOrder;
import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Creating incidents. */
public interface CreateContract extends ContractPart {

    @Test
    default void createReturnsTheIncident() throws Exception {
        String id = newId();
        Instant start = Instant.parse("2026-11-20T10:11:12.123456789Z");
        List<Tag> tags =
                List.of(new Tag("host", "ærø"), new Tag("host", "b"), new Tag("url", "a=b=c"), new Tag("no", ""));
        Map<String, Object> metadata = Map.of("a", Map.of("b", Arrays.asList(1, 2.5, true, null, "x")));
        Incident made = on().argus
                .create(new NewIncident(
                        id,
                        start,
                        true,
                        2,
                        "Überlast ⚡ \"x\"\n\ttwo lines",
                        tags,
                        "http://detail/1",
                        "https://tickets.example.org/1",
                        metadata));
        assertEquals(id, made.sourceIncidentId());
        assertEquals(Instant.parse("2026-11-20T10:11:12.123456Z"), made.startTime());
        assertEquals(Instant.MAX, made.endTime());
        assertEquals(2, made.level());
        assertEquals("Überlast ⚡ \"x\"\n\ttwo lines", made.description());
        assertEquals(Set.copyOf(tags), tagsOf(made));
        assertEquals("http://detail/1", made.detailsUrl());
        assertEquals("https://tickets.example.org/1", made.ticketUrl());
        assertEquals(metadata, made.metadata());
        assertFalse(made.acked());
        assertTrue(made.isOpen(now()));
        assertEquals(inOrder(made), inOrder(on().get(made.pk())));
        assertEquals(List.of(EventType.STA), on().log(made.pk()));
    }

    @Test
    default void createWithFewFields() throws Exception {
        Incident made = on().argus.create(new NewIncident(newId(), now(), true, 5, "", List.of(), "", "", Map.of()));
        assertEquals("", made.description());
        assertEquals(List.of(), made.tags());
        assertEquals("", made.detailsUrl());
        assertEquals("", made.ticketUrl());
        assertEquals(Map.of(), made.metadata());
    }

    @Test
    default void createStateless() throws Exception {
        Incident made = on().argus.create(ContractSubject.stateless(newId()));
        assertNull(made.endTime());
        assertFalse(made.isStateful());
        assertFalse(made.isOpen(now()));
        assertEquals(List.of(EventType.LES), on().log(made.pk()));
    }

    @Test
    default void duplicateTagsAreMerged() throws Exception {
        Tag tag = new Tag("host", "a");
        Incident made = on().argus.create(incident(newId(), now(), List.of(tag, tag)));
        assertEquals(List.of(tag), made.tags().stream().map(IncidentTag::tag).toList());
    }

    @Test
    default void ownTagsAreAddedByTheTokensUser() throws Exception {
        Incident made = on().create();
        assertEquals(on().argus.userPk(), made.tags().get(0).addedBy());
    }

    @Test
    default void userIsKnownBeforeTheFirstIncident() throws Exception {
        Argus fresh = on().client(on().newToken());
        long user = fresh.userPk();
        assertNotEquals(on().argus.userPk(), user);
        assertEquals(user, fresh.create(incident(newId())).tags().get(0).addedBy());
        assertEquals(user, fresh.userPk());
    }

    @Test
    default void idOfAnOpenIncidentCannotBeReused() throws Exception {
        Incident made = on().create();
        ArgusException e = refused(Kind.DUPLICATE_ID, () -> on().argus.create(incident(made.sourceIncidentId())));
        assertTrue(e.getMessage().contains("400"), e.getMessage());
    }

    @Test
    default void idOfAClosedIncidentCannotBeReused() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        refused(Kind.DUPLICATE_ID, () -> on().argus.create(incident(made.sourceIncidentId())));
    }

    @Test
    default void idOfAStatelessIncidentCannotBeReused() throws Exception {
        String id = newId();
        Incident made = on().argus.create(ContractSubject.stateless(id));
        assertEquals(id, made.sourceIncidentId());
        refused(Kind.DUPLICATE_ID, () -> on().argus.create(incident(id)));
    }

    @Test
    default void idsAreUniquePerSource() throws Exception {
        Incident mine = on().create();
        Incident others = on().other.create(incident(mine.sourceIncidentId()));
        assertNotEquals(mine.pk(), others.pk());
        assertNotEquals(mine.sourcePk(), others.sourcePk());
    }

    @Test
    default void emptyIdsAreNotUnique() throws Exception {
        assertNotEquals(
                on().argus.create(incident("")).pk(),
                on().argus.create(incident("")).pk());
    }

    @Test
    default void surroundingWhiteSpaceIsStripped() throws Exception {
        Incident made = on().create();
        refused(Kind.DUPLICATE_ID, () -> on().argus.create(incident(" " + made.sourceIncidentId() + " ")));
        NewIncident it = incident(newId());
        Incident padded = on().argus
                .create(new NewIncident(
                        it.sourceIncidentId(), it.startTime(), true, 3, "  text \n", it.tags(), "", "", Map.of()));
        assertEquals("text", padded.description());
    }

    @Test
    default void longTextIsAccepted() throws Exception {
        String text = "x".repeat(100_000);
        Incident made = on().argus.create(new NewIncident(newId(), now(), true, 3, text, List.of(), "", "", Map.of()));
        assertEquals(text, made.description());
    }

    @Test
    default void oneOfTwoConcurrentCreatesSucceeds() throws Exception {
        String id = newId();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<Object> create = () -> {
                try {
                    return on().argus.create(incident(id)).pk();
                } catch (ArgusException e) {
                    return e.kind();
                }
            };
            List<Object> results = new ArrayList<>();
            for (Future<Object> result : two.invokeAll(List.of(create, create))) {
                results.add(result.get());
            }
            assertEquals(1, results.stream().filter(Kind.DUPLICATE_ID::equals).count(), results.toString());
            assertEquals(1, results.stream().filter(Long.class::isInstance).count(), results.toString());
        } finally {
            two.shutdownNow();
        }
    }

    private static Set<Tag> tagsOf(Incident incident) {
        return incident.tags().stream().map(IncidentTag::tag).collect(Collectors.toSet());
    }
}
