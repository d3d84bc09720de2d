package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few of the kills that {@link RenewalKills} does by the hundred. */
final class RenewalKillsTest {
    private static final int KILLS = 5;

    /** Takes 15 s on a machine that has nothing else to do. */
    @Test
    @Timeout(240)
    void anInterruptedRenewalIsCompletedByTheNextProcess(@TempDir Path folder) throws Exception {
        try (RenewalKills kills = new RenewalKills(folder)) {
            kills.kill(KILLS);
            assertEquals(0, kills.neither);
            assertEquals(KILLS, kills.good + kills.told);
        }
    }
}
