package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A case that a default filters out is counted and named, and its absence is explained. */
@ExtendWith(Lab.class)
final class ZinoLeftOutIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final LabZino zino = LabZino.start(1, 3);
    private final ZinoSource source;

    ZinoLeftOutIT(LabArgus argus) {
        this.source = new ZinoSource(argus, zino);
    }

    @AfterEach
    void stop() {
        source.close();
        zino.close();
    }

    @Test
    void portWithoutACommaInItsAliasIsNamedByThePlan() throws IOException {
        zino.set("gw1", "ports.2.alias=bastion");
        zino.lookAtAll();
        zino.fall("gw1", 1);
        zino.fall("gw1", 2);
        zino.awaitCases(2);
        GlueProcess glue = source.start();
        glue.awaitLog("by default, some problems are left out: .*port_description = \",\" ", SOON);
        Await.that(SOON, "one incident", () -> source.openCases().size() == 1);
        assertTrue(Set.of(1L, 2L).contains(source.openCases().get(0)), "cases of the two ports");

        String plan = printed("plan", "-v", source.name());
        assertTrue(
                plan.contains(source.name() + ": 1 alert, 1 incident open in Argus, 0 actions\n"
                        + "  left out: 1 (port_description 1)\n    port_description: "),
                plan);
        assertTrue(plan.contains("(bastion): the description of the port does not match ','\n"), plan);
        String json = printed("status", "--json").replaceAll("\\s", "");
        assertTrue(json.contains("\"left_out\":[{\"reason\":\"port_description\",\"count\":1}]"), json);
    }

    private String printed(String... words) throws IOException {
        String[] all = new String[words.length + 2];
        all[0] = "-c";
        all[1] = source.config().toString();
        System.arraycopy(words, 0, all, 2, words.length);
        Path log = source.config().resolveSibling(words[0] + ".log");
        assertEquals(0, GlueProcess.start(log, all).awaitExit(SOON), "exit code of " + words[0]);
        return Files.readString(log.resolveSibling(words[0] + ".log.out"));
    }
}
