package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token that Argus refuses is one source's trouble. */
@ExtendWith(Lab.class)
final class TokenIT {
    private final LabArgus argus;

    TokenIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void aTokenThatIsReplacedInItsFileIsTakenWithoutARestart() throws Exception {
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

    private static void write(Path file, String token) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("token.new"), token + "\n");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aWrongTokenIsReportedOnceAndTheOtherSourceGoesOn() {
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
            glue.assertRests();
            List<String> lines = glue.process().logMatching("stranger.*401");
            assertEquals(1, lines.size(), () -> "one line, not " + lines);
            assertTrue(lines.get(0).contains("argus_token"), () -> "it says which key: " + lines);
            assertTrue(
                    glue.process().logMatching("0123456789abcdef").isEmpty(), "the token itself is nowhere in the log");
        }
    }
}
