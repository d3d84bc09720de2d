package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.plugin.nagios.standin.IcingaObjects;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that Icinga 2.13.6 gave: they are understood, and the simulated ones look the same. */
class IcingaSamplesTest {
    private static final Instant START = Instant.ofEpochSecond(1795213286);

    private final ObjectMapper json = new ObjectMapper();

    private JsonNode sample(String name) throws IOException {
        String resource = "/io/github/argusglue/plugin/nagios/icinga2-2.13.6/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
            return json.readTree(in).required("results").required(0);
        }
    }

    @Test
    void recordedAnswersAreUnderstood() throws IOException {
        ObjectStatus host = Checkables.status(sample("hosts"), null, new StatusRows());
        assertEquals(ObjectKey.host("host1"), host.key());
        assertEquals(State.UP, host.state());
        assertEquals("192.0.2.1", host.definition().address());
        assertEquals(
                Map.of("site", "site1", "contacts", "noc, owner"),
                host.definition().variables());

        JsonNode recorded = sample("services");
        StatusRows rows = new StatusRows();
        rows.addComment(Checkables.fields(sample("comments")));
        rows.addDowntime(Checkables.fields(sample("downtimes")));
        ObjectStatus service = Checkables.status(recorded, host, rows);
        Comment comment = service.comments().get(0);
        Downtime downtime = service.downtime().orElseThrow();
        assertEquals(ObjectKey.service("host1", "Service 1"), service.key());
        assertEquals(State.CRITICAL, service.state());
        assertTrue(service.isHard() && service.isChecked() && service.isAcknowledged() && service.isInDowntime());
        assertEquals("DISK CRITICAL - free space: / 12 MB", service.output());
        JsonNode attributes = recorded.required("attrs");
        assertEquals(
                Optional.of(Instant.ofEpochMilli(
                        (long) (attributes.required("last_state_ok").asDouble() * 1000))),
                service.lastOk());
        assertEquals(
                List.of("ola", "new disk ordered", Comment.Kind.ACKNOWLEDGEMENT),
                List.of(comment.author(), comment.text(), comment.kind()));
        assertEquals("operator: planned work", downtime.author() + ": " + downtime.text());
        assertEquals(
                attributes.required("last_check").asLong(), service.lastCheck().getEpochSecond());
    }

    @Test
    void flexibleDowntimeEndsAfterItsDuration() throws IOException {
        ObjectNode recorded = (ObjectNode) sample("downtimes");
        recorded.withObject("/attrs").put("fixed", false).put("duration", 60).put("trigger_time", 1795213300.5);
        assertEquals(
                Instant.ofEpochMilli(1795213360500L),
                Checkables.fields(recorded).time("end_time"));
    }

    @Test
    void flappingCountsIfItIsEnabled() throws IOException {
        ObjectNode recorded = (ObjectNode) sample("services");
        recorded.withObject("/attrs").put("flapping", true).put("enable_flapping", false);
        assertFalse(Checkables.status(recorded, null, new StatusRows()).isFlapping());
        recorded.withObject("/attrs").put("enable_flapping", true);
        assertTrue(Checkables.status(recorded, null, new StatusRows()).isFlapping());
    }

    @Test
    void linkWithUnknownMacroIsLeftOut() throws IOException {
        ObjectNode recorded = (ObjectNode) sample("services");
        assertEquals("https://wiki.example.org/host1/Service%201", link(recorded));
        recorded.withObject("/attrs").put("notes_url", "https://wiki.example.org/$host.vars.site$");
        assertEquals("", link(recorded));
    }

    private static String link(JsonNode object) {
        return Checkables.status(object, null, new StatusRows()).definition().notesUrl();
    }

    @Test
    void simulatedObjectsHaveTheAttributesOfRecordedOnes() throws IOException {
        StandInNagios daemon = new StandInNagios(new SettableClock(START));
        daemon.addHost("host1").variable("site", "oslo");
        daemon.addService("host1", "disk").groups("disks").variable("number", "1");
        daemon.set("host1", "", 0, "PING OK");
        daemon.setHard("host1", "disk", 2, "full");
        daemon.apply("[0] ACKNOWLEDGE_SVC_PROBLEM;host1;disk;2;0;0;ola;looking");
        daemon.apply("[0] SCHEDULE_SVC_DOWNTIME;host1;disk;" + daemon.now() + ";1795300000;1;0;0;kari;new disk");
        IcingaObjects simulated = new IcingaObjects(daemon);
        assertSimilar("hosts", simulated.checkables(true).toList());
        assertSimilar("services", simulated.checkables(false).toList());
        assertSimilar(
                "comments",
                simulated
                        .comments()
                        .filter(comment -> comment.required("entry_type").asInt() == 4)
                        .toList());
        assertSimilar("downtimes", simulated.downtimes().toList());
    }

    private void assertSimilar(String list, List<ObjectNode> simulated) throws IOException {
        assertEquals(1, simulated.size(), list);
        JsonNode recorded = sample(list).required("attrs");
        simulated.get(0).properties().forEach(attribute -> {
            String name = list + "." + attribute.getKey();
            assertTrue(recorded.has(attribute.getKey()), name);
            assertEquals(
                    recorded.get(attribute.getKey()).getNodeType(),
                    attribute.getValue().getNodeType(),
                    name);
        });
    }

    @Test
    void whatIsAskedForExists() throws IOException {
        for (String attribute : Checkables.HOST_ATTRIBUTES) {
            assertTrue(sample("hosts").required("attrs").has(attribute), attribute);
        }
        for (String attribute : Checkables.SERVICE_ATTRIBUTES) {
            assertTrue(sample("services").required("attrs").has(attribute), attribute);
        }
        assertTrue(sample("status")
                .at("/status/icingaapplication/app/program_start")
                .isNumber());
        assertTrue(sample("user").required("permissions").isArray());
    }
}
