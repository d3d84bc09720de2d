package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
