package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.level;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static io.github.argusglue.core.argus.ContractSubject.tags;
import static io.github.argusglue.core.argus.ContractSubject.ticket;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.spi.Tag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Changing incidents. */
public interface ChangeContract extends ContractPart {

    @Test
    default void changedFieldIsOneEvent() throws Exception {
        Incident made = on().create();
        Incident changed = on().argus.change(made.pk(), level(1));
        assertEquals(1, changed.level());
        assertEquals(made.description(), changed.description());
        assertEquals(List.of(EventType.STA, EventType.CHI), on().log(made.pk()));
        IncidentEvent event = on().argus.events(made.pk()).get(1);
        assertTrue(event.description().contains("level"), event.description());
        assertEquals(on().argus.userPk(), event.actorPk());
    }

    @Test
    default void unchangedFieldIsNoEvent() throws Exception {
        Incident made = on().create();
        IncidentChange same = new IncidentChange(
                made.level(),
                made.description(),
                List.of(new Tag("host", "a")),
                made.detailsUrl(),
                null,
                made.metadata());
        assertEquals(made, on().argus.change(made.pk(), same));
        on().argus.change(made.pk(), new IncidentChange(null, null, null, null, null, null));
        assertEquals(List.of(EventType.STA), on().log(made.pk()));
    }

    @Test
    default void allFieldsCanBeChangedAtOnce() throws Exception {
        Incident made = on().create();
        IncidentChange change = new IncidentChange(
                4,
                "otherwise",
                List.of(new Tag("host", "b")),
                "http://detail/2",
                "https://tickets.example.org/2",
                Map.of("n", 1));
        Incident changed = on().argus.change(made.pk(), change);
        assertEquals(4, changed.level());
        assertEquals("otherwise", changed.description());
        assertEquals("host=b", texts(changed));
        assertEquals("http://detail/2", changed.detailsUrl());
        assertEquals("https://tickets.example.org/2", changed.ticketUrl());
        assertEquals(Map.of("n", 1), changed.metadata());
        assertEquals(made.startTime(), changed.startTime());
        assertEquals(made.endTime(), changed.endTime());
        assertEquals(changed, on().get(made.pk()));
        assertEquals(
                6, on().log(made.pk()).stream().filter(EventType.CHI::equals).count());
    }

    @Test
    default void textsCanBeEmptied() throws Exception {
        Incident made = on().create();
        on().argus.change(made.pk(), new IncidentChange(null, null, null, "http://d/", null, Map.of("n", 1)));
        on().argus.change(made.pk(), ticket("https://tickets.example.org/3"));
        Incident emptied = on().argus.change(made.pk(), new IncidentChange(null, "", List.of(), "", "", Map.of()));
        assertEquals("", emptied.description());
        assertEquals("", emptied.detailsUrl());
        assertEquals("", emptied.ticketUrl());
        assertEquals(List.of(), emptied.tags());
        assertEquals(Map.of(), emptied.metadata());
        assertEquals(emptied, on().get(made.pk()));
    }

    @Test
    default void emptyingAnEmptyTicketIsNoEvent() throws Exception {
        Incident made = on().create();
        on().argus.change(made.pk(), ticket(""));
        assertEquals(List.of(EventType.STA), on().log(made.pk()));
    }

    @Test
    default void tagsOfOthersCannotBeRemoved() throws Exception {
        Incident made = on().create();
        on().other.change(made.pk(), tags(List.of(new Tag("host", "a"), new Tag("theirs", "1"))));
        ArgusException e =
                refused(Kind.FOREIGN_TAG, () -> on().argus.change(made.pk(), tags(List.of(new Tag("host", "b")))));
        assertTrue(e.getMessage().contains("theirs=1"), e.getMessage());
        assertEquals("host=a theirs=1", texts(on().get(made.pk())));
    }

    @Test
    default void tagsOfOthersKeepTheirOwner() throws Exception {
        Incident made = on().create();
        on().people.addTag(made.pk(), "theirs=1");
        Incident changed = on().argus.change(made.pk(), tags(List.of(new Tag("host", "b"), new Tag("theirs", "1"))));
        assertEquals("host=b theirs=1", texts(changed));
        for (IncidentTag tag : changed.tags()) {
            boolean own = tag.addedBy() == on().argus.userPk();
            assertEquals("host".equals(tag.tag().key()), own, tag.toString());
        }
    }

    @Test
    default void closedIncidentCanBeChangedAndStaysClosed() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.END, now(), "over");
        Incident changed = on().argus.change(made.pk(), level(1));
        assertEquals(1, changed.level());
        assertFalse(changed.isOpen(now()));
    }

    @Test
    default void identityAndTimesCannotBeChanged() throws Exception {
        Incident made = on().create();
        String path = "/api/v2/incidents/" + made.pk() + "/";
        for (String field : List.of("start_time", "end_time", "source_incident_id")) {
            RawApi.RawReply reply = on().raw.send("PATCH", path, "{\"" + field + "\":\"" + now() + "\"}");
            assertEquals(400, reply.status(), field);
            assertTrue(reply.body().contains("not allowed to be changed"), reply.body());
        }
        assertEquals(made, on().get(made.pk()));
    }

    /** The reason why only incidents known to be ours are written to. */
    @Test
    default void incidentsOfOtherSourcesAreNotProtected() throws Exception {
        Incident made = on().create();
        assertEquals(1, on().other.change(made.pk(), level(1)).level());
        on().other.postEvent(made.pk(), EventType.END, now(), "not mine");
        assertFalse(on().get(made.pk()).isOpen(now()));
    }

    @Test
    default void missingIncidentCannotBeChanged() {
        refused(Kind.NOT_FOUND, () -> on().argus.change(Integer.MAX_VALUE, level(1)));
        refused(Kind.NOT_FOUND, () -> on().argus.change(Integer.MAX_VALUE, ticket("")));
    }

    private static String texts(Incident incident) {
        return incident.tags().stream()
                .map(tag -> tag.tag().toString())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
