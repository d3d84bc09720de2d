package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token that Argus rejects only affects its own source. */
@ExtendWith(Lab.class)
final class TokenIT {
    private static final Duration CAUGHT_UP = Duration.ofSeconds(15);

    private final LabArgus argus;

    TokenIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void aReplacedTokenFileIsUsedWithoutARestart() throws Exception {
        String first = "1".repeat(40);
        String second = "2".repeat(40);
        try (LabPrometheus prometheus = LabPrometheus.start(20);
                Installation glue = new Installation(argus, prometheus)) {
            Path file = glue.config().resolveSibling("token");
            write(file, first);
            argus.replaceToken(glue.source(), first);
            glue.write(Files.readString(glue.config())
                    .replaceFirst("argus_token = .*", "argus_token = { file = \"token\" }"));
            prometheus.fire(10, 10);
            glue.start();
            glue.awaitEqual();
            argus.replaceToken(glue.source(), second);
            prometheus.fire(5, 15);
            glue.process().awaitLog("401", Duration.ofSeconds(30));
            write(file, second);
            glue.awaitEqual();
            glue.assertRests();
            assertEquals(1, glue.process().logMatching("WARN.*401").size(), "said once");
            assertEquals(1, glue.process().logMatching("Argus: works again").size(), "and its end once");
        }
    }

    /** The promised time from the replacement of a token until both sides are equal. */
    @Test
    void undeliveredChangesFollowANewTokenAtOnce() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(100);
                Installation glue = new Installation(argus, prometheus)) {
            // Often enough to see alerts end: the lab's Prometheus sends states that are only valid for seconds.
            withFile(glue, "interval = \"2s\"\n");
            prometheus.fire(50, 50);
            glue.start();
            glue.awaitEqual();
            argus.killToken(glue.source());
            prometheus.fire(50, 100);
            prometheus.resolve(50, 50);
            Await.that(Installation.SYNCED, "100 changes wait", () -> {
                JsonNode token = status(glue, 5).path(0);
                return token.path("undelivered").asInt() == 100
                        && token.path("outlook").asText().startsWith("rejected by Argus");
            });
            String fresh = "3".repeat(40);
            argus.replaceToken(glue.source(), fresh);
            long begin = System.nanoTime();
            write(glue.config().resolveSibling("token"), fresh);
            Await.equal(CAUGHT_UP, "keys of the open incidents", prometheus.fingerprints(), glue::openKeys);
            System.out.printf(
                    Locale.ROOT,
                    "token killed while 50 alerts open and 50 end, new one put in place: equal after %.1f s%n",
                    (System.nanoTime() - begin) / 1e9);
            glue.assertRests();
        }
    }

    @Test
    void aTokenIsRenewedOnTheRealServer() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(20);
                Installation glue = new Installation(argus, prometheus)) {
            withFile(glue, "interval = \"1s\"\nrenew = true\n");
            Path file = glue.config().resolveSibling("token");
            String first = argus.token(glue.source());
            prometheus.fire(10, 10);
            glue.start();
            Await.that(
                    Installation.SYNCED,
                    "another token",
                    () -> !argus.token(glue.source()).equals(first));
            glue.process().awaitLog("token: renewed", Duration.ofSeconds(30));
            assertEquals(argus.token(glue.source()), Files.readString(file).strip());
            glue.awaitEqual();
            String second = Files.readString(file).strip();
            Answer renewed = command(glue, "token", "renew", glue.source());
            assertEquals(0, renewed.exitCode(), renewed::toString);
            assertNotEquals(second, Files.readString(file).strip());
            prometheus.fire(5, 15);
            glue.awaitEqual();
            glue.process().terminate();
            glue.process().awaitExit(Duration.ofSeconds(20));
            Answer stopped = command(glue, "token", "renew", glue.source());
            assertEquals(0, stopped.exitCode(), stopped::toString);
            assertEquals(argus.token(glue.source()), Files.readString(file).strip());
            assertTrue(
                    glue.process().logMatching("[0-9a-f]{40}").isEmpty(),
                    "no token is in the log, nor what looks like one");
            argus.killToken(glue.source());
            Answer dead = command(glue, "token", "renew", glue.source());
            assertEquals(5, dead.exitCode(), dead::toString);
            assertTrue(dead.err().contains("/admin/authtoken/tokenproxy/"), dead::toString);
        }
    }

    /** The findings of Argus's own command are shown, and reported with the token of a source whose token is valid. */
    @Test
    void anExpiringTokenIsReportedByAnotherSource() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(20);
                Installation glue = new Installation(argus, prometheus)) {
            String dying = glue.source() + "-2";
            String token = argus.newSource(dying);
            argus.ageToken(dying, 12);
            argus.checkTokenExpiry();
            withFile(glue, "interval = \"1s\"\nclose_unknown = true\n");
            write(glue.config().resolveSibling("token2"), token);
            glue.write(Files.readString(glue.config()) + """
                    [sources.%s]
                    type = "alertmanager"
                    argus_token = { file = "token2" }
                    interval = "1s"
                    urls = ["%s"]
                    """.formatted(dying, prometheus.alertmanager()));
            prometheus.fire(5, 5);
            glue.start();
            Await.equal(Installation.SYNCED, "incidents of the keeper", 1, () -> told(glue, " and end_time > now()"));
            assertTrue(
                    status(glue, 4).toString().contains("reported by Argus in incident"), "what Argus says is shown");
            argus.ageToken(dying, 15);
            Await.equal(Installation.SYNCED, "incidents of level 1", 1, () -> told(glue, " and level = 1"));
            Await.equal(Installation.SYNCED, "open", 6, glue::openCount);
            glue.process().terminate();
            glue.process().awaitExit(Duration.ofSeconds(20));
            glue.start();
            String fresh = "4".repeat(40);
            argus.replaceToken(dying, fresh);
            write(glue.config().resolveSibling("token2"), fresh);
            Await.equal(Installation.SYNCED, "open of the keeper", 0, () -> told(glue, " and end_time > now()"));
            assertEquals(1, told(glue, ""), "one for one token that ends");
            glue.awaitEqual();
        }
    }

    private int told(Installation glue, String more) {
        return Integer.parseInt(argus.sql("select count(*) from argus_incident_incident i"
                        + " join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '" + glue.source()
                        + "' and source_incident_id like 'argus-glue/token/%'" + more)
                .get(0));
    }

    private static JsonNode status(Installation glue, int exitCode) throws Exception {
        Answer result = command(glue, "token", "status", "--json");
        return result.exitCode() == exitCode || result.exitCode() == 0
                ? new ObjectMapper().readTree(result.out()).path("sources")
                : fail(result.toString());
    }

    private record Answer(int exitCode, String out, String err) {}

    /** Runs a command of the installed program until it ends. */
    private static Answer command(Installation glue, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Folders.layout().resolve("bin/argus-glue").toString());
        command.addAll(List.of("-c", glue.config().toString()));
        command.addAll(List.of(arguments));
        Path errors = glue.config().resolveSibling("command.err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(errors));
    }

    /** Configures the source's token in a file, and more lines for its table. */
    private static void withFile(Installation glue, String more) throws IOException {
        write(glue.config().resolveSibling("token"), glue.token());
        glue.write(Files.readString(glue.config())
                .replaceFirst("argus_token = .*", "argus_token = { file = \"token\" }")
                .replaceFirst("interval = .*\\n", more));
    }

    private static void write(Path file, String token) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("token.new"), token + "\n");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aWrongTokenIsReportedOnceAndOtherSourcesContinue() {
        try (LabPrometheus prometheus = LabPrometheus.start(20);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(argus.url(), """
                    [sources.stranger]
                    type = "alertmanager"
                    argus_token = "0123456789abcdef0123456789abcdef01234567"
                    interval = "1s"
                    urls = ["%s"]
                    """.formatted(prometheus.alertmanager()));
            prometheus.fire(20, 20);
            glue.start();
            glue.awaitEqual();
            glue.process().awaitLog("stranger.*401", Duration.ofSeconds(20));
            Await.equal(Installation.SYNCED, "told by way of the other source", 1, () -> told(glue, ""));
            glue.assertRests();
            List<String> lines = glue.process().logMatching("stranger.*401");
            assertEquals(1, lines.size(), () -> "one line, not " + lines);
            assertTrue(lines.get(0).contains("argus_token"), () -> "it says which key: " + lines);
            assertTrue(
                    glue.process().logMatching("0123456789abcdef").isEmpty(), "the token itself is nowhere in the log");
        }
    }
}
