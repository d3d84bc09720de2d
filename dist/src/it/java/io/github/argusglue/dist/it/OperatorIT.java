package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tasks of an operator, with the installed program between the real Alertmanager and the real Argus. */
@ExtendWith(Lab.class)
final class OperatorIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final String RULE = """
            [[sources.oslo.rules]]
            match = ['severity=~"critical|warning|info"']
            %s
            """;

    private final LabArgus argus;

    OperatorIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void aWebhookReachesArgusBeforeTheNextCycle() throws Exception {
        int port = freePort();
        Map<String, String> settings = Map.of(
                "RESEND", "2s", "WEBHOOK_URL", "http://127.0.0.1:" + port + "/hooks/oslo", "WEBHOOK_TOKEN", "s3cret");
        try (LabPrometheus prometheus = LabPrometheus.start(20, settings);
                Installation glue = new Installation(argus, prometheus)) {
            write(glue, prometheus, port, "interval = \"1h\"\nhook_token = \"s3cret\"\n");
            glue.start().awaitLog("source: 0 alerts open", SOON);

            prometheus.fire(20, 20);
            glue.awaitOpen(20, SOON);
            prometheus.resolve(15, 5);
            glue.awaitOpen(5, SOON);

            glue.awaitEqual();
            glue.assertLogs("STA", 5, "STA END", 15);
        }
    }

    @Test
    void aRuleIsPreviewedAndAppliedAndAnInvalidOneChangesNothing() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(5);
                Installation glue = new Installation(argus, prometheus)) {
            write(glue, prometheus, 0, "interval = \"1s\"\nupdate_interval = \"1s\"\n");
            prometheus.fire(5, 5);
            glue.start();
            glue.awaitOpen(5);

            String before = glue.configuration();
            glue.write(before + RULE.formatted("levl = 2"));
            assertEquals(2, type(glue, "reload"), "exit code of a reload that is refused");
            glue.process().awaitLog("argus-glue.toml:\\d+:\\d+: .*did you mean 'level'", SOON);
            assertEquals(0, ofTheRule(glue), "incidents with the level of a rule that is not in force");

            glue.write(before + RULE.formatted("level = 2"));
            assertEquals(0, type(glue, "rules", "oslo"), "exit code of rules");
            String said = printed(glue);
            assertTrue(said.contains("rule 1") && said.contains(": 5 alerts"), said);
            assertTrue(said.endsWith("  to do in Argus: update 5\n"), said);
            assertEquals(0, ofTheRule(glue), "incidents changed by a trial");
            assertEquals(0, type(glue, "reload"), "exit code of the reload");
            assertTrue(printed(glue).contains("restarted oslo\n  to do in Argus: update 5\n"), printed(glue));
            Await.equal(SOON, "incidents of the rule's level", 5, () -> ofTheRule(glue));
            assertEquals(5, glue.openCount());
        }
    }

    @Test
    void heldActionsAreReleased() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(60);
                Installation glue = new Installation(argus, prometheus)) {
            write(glue, prometheus, 0, "interval = \"1s\"\nclose_after = \"1h\"\n");
            prometheus.fire(60, 60);
            glue.start();
            glue.awaitOpen(60);

            prometheus.resolve(50, 10);
            glue.process().awaitLog("held: \\d+ closings of alerts absent for less than 60 min", SOON);
            Await.that(SOON, "'status' says how many are held", () -> {
                int code = type(glue, "status");
                assertTrue(code == 0 || code == 4, () -> "exit code of status: " + code);
                return printed(glue).contains("50 closings of alerts absent");
            });
            Await.staysEqual(Duration.ofSeconds(3), "open while they are held", 60, glue::openCount);

            assertEquals(0, type(glue, "release", "oslo"), "exit code of release");
            glue.awaitOpen(10, SOON);
            glue.awaitEqual();
            glue.assertLogs("STA", 10, "STA END", 50);
        }
    }

    private void write(Installation glue, LabPrometheus prometheus, int port, String more) {
        glue.write("""
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:%d"
                [argus]
                url = "%s"
                [sources.oslo]
                type = "alertmanager"
                argus_token = "%s"
                urls = ["%s"]
                %s
                """.formatted(glue.state(), port, argus.url(), glue.token(), prometheus.alertmanager(), more));
    }

    /** Runs a command while the program is running; returns its exit code. */
    private static int type(Installation glue, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-c";
        all[1] = glue.config().toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return GlueProcess.start(glue.config().resolveSibling("typed.log"), all).awaitExit(SOON);
    }

    private static String printed(Installation glue) throws IOException {
        return Files.readString(glue.config().resolveSibling("typed.log.out"));
    }

    private int ofTheRule(Installation glue) {
        return argus.openOfLevel(glue.source(), 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
