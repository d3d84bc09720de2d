package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Switches from a handler that Nagios runs for each check result to argus-glue and back. No incident is opened or
 * closed by the switch, and what ends in the meantime is not lost.
 */
@ExtendWith(Lab.class)
final class NagiosTakeoverIT {
    private static final String PING = "PING CRITICAL - Packet loss = 100%";
    private static final Duration HANDLED = Duration.ofSeconds(30);

    private final LabArgus argus;
    private final LabNagios nagios;
    private final NagiosSource source;

    NagiosTakeoverIT(LabArgus argus) {
        this.argus = argus;
        this.nagios = LabNagios.start(10, 30, NagiosHandler.settings(argus.url(), "`cat DIR/token`"));
        this.source = new NagiosSource(argus, nagios);
    }

    @BeforeEach
    void handOver() throws IOException {
        Files.writeString(nagios.folder().resolve("token"), source.token());
    }

    @AfterEach
    void stop() {
        source.close();
        nagios.close();
    }

    private void handle(boolean on) {
        String verb = on ? "START" : "STOP";
        nagios.give(verb + "_OBSESSING_OVER_SVC_CHECKS");
        nagios.give(verb + "_OBSESSING_OVER_HOST_CHECKS");
    }

    private void awaitHandled(int open) {
        Await.equal(HANDLED, "open incidents", open, () -> argus.openCount(source.name()));
    }

    /** Returns the numbers of the open incidents by description. */
    private Map<String, Long> open() {
        Map<String, Long> open = new HashMap<>();
        argus.sql("select i.description || '@' || i.id from argus_incident_incident i join argus_incident_sourcesystem"
                        + " s on s.id = i.source_id where end_time > now() and s.name = '" + source.name() + "'")
                .forEach(line -> open.put(line.split("@", 2)[0], Long.valueOf(line.split("@", 2)[1])));
        return open;
    }

    @Test
    void switchAndBack() {
        nagios.set(1, "CRITICAL");
        awaitHandled(1);
        nagios.set(11, "WARNING");
        awaitHandled(2);
        nagios.give("PROCESS_HOST_CHECK_RESULT;host3;1;" + PING);
        awaitHandled(3);
        nagios.set(5, "UNKNOWN");
        awaitHandled(4);
        Map<String, Long> before = open();
        assertEquals(
                Set.of(
                        "host1-Service 1 CRITICAL as it was set",
                        "host1-Service 11 WARNING as it was set",
                        "host3-" + PING,
                        "host5-Service 5 UNKNOWN as it was set"),
                before.keySet());
        handle(false);
        nagios.set(5, "OK");
        nagios.sync();

        source.start();
        Await.equal(
                NagiosSource.SYNCED,
                "descriptions",
                Map.of(
                        "host1 Service 1: CRITICAL as it was set",
                        pk(before, "host1-Service 1 CRITICAL as it was set"),
                        "host1 Service 11: WARNING as it was set",
                        pk(before, "host1-Service 11 WARNING as it was set"),
                        "host3: " + PING,
                        pk(before, "host3-" + PING)),
                this::open);
        long ended = pk(before, "host5-Service 5 UNKNOWN as it was set");
        assertTrue(argus.log(ended).endsWith("END"), () -> argus.log(ended));
        nagios.set(11, "OK");
        awaitHandled(2);
        nagios.set(2, "CRITICAL");
        awaitHandled(3);
        assertEquals(5, source.ids().size(), "only what failed meanwhile is new");
        source.process().terminate();
        source.process().awaitExit(HANDLED);

        handle(true);
        nagios.set("host3", LabNagios.HOST, "UP");
        nagios.set(1, "OK");
        nagios.set(2, "OK");
        awaitHandled(1);
        assertEquals(
                List.of("host2!Service 2"),
                source.open(),
                "the handler closes what it has opened, and not what argus-glue has");
    }

    private static long pk(Map<String, Long> open, String description) {
        return open.getOrDefault(description, 0L);
    }
}
