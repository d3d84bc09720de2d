package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The plugin of docs/examples/plugin-zabbix with a real Zabbix and the real Argus. */
@ExtendWith(Lab.class)
final class ZabbixIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration SOME_CYCLES = Duration.ofSeconds(6);
    private static final int ACKNOWLEDGE_WITH_MESSAGE = 6;

    private final LabArgus argus;
    private final LabZabbix zabbix = new LabZabbix(2, 3);
    private final ZabbixSource source;

    ZabbixIT(LabArgus argus) {
        this.argus = argus;
        this.source = new ZabbixSource(argus, zabbix);
    }

    @BeforeEach
    void start() throws Exception {
        Path plugins = ExamplePlugin.build("plugin-zabbix");
        source.start(plugins, "interval = \"1s\"\nsend_acks = true");
    }

    @AfterEach
    void stop() {
        source.close();
        zabbix.close();
    }

    private void awaitSame() {
        Await.equal(SOON, "open incidents", zabbix.open(), source::open);
    }

    @Test
    void acknowledgementsGoBothWays() {
        zabbix.send(List.of("host1 1 1", "host2 2 1"), 2);
        awaitSame();
        acknowledgedInZabbix(zabbix.problem("host1 1"));
        acknowledgedInArgus(zabbix.problem("host2 2"));
    }

    private void acknowledgedInZabbix(String problem) {
        long pk = source.pk(problem);
        zabbix.update(problem, ACKNOWLEDGE_WITH_MESSAGE, ", \"message\": \"on it\"");
        Await.equal(SOON, "log", "STA ACK", () -> argus.log(pk));
        String shown = String.join(
                "",
                argus.sql("select description from argus_incident_event where type = 'ACK' and incident_id = " + pk));
        assertTrue(shown.contains("on it"), shown);
    }

    private void acknowledgedInArgus(String problem) {
        long pk = source.pk(problem);
        argus.admin().acknowledge(pk);
        Await.that(SOON, "acknowledged in Zabbix", () -> zabbix.isAcknowledged(problem));
        String messages = zabbix.messages(problem);
        assertTrue(messages.contains("admin in Argus: looking at it [argus-glue "), messages);
        Await.staysEqual(SOME_CYCLES, "log, nothing comes back", "STA ACK", () -> argus.log(pk));
    }
}
