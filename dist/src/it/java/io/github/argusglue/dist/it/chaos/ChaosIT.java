package io.github.argusglue.dist.it.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A short run of random faults, always the same ones, so that a change does not fail because of a fault that has never
 * occurred before. {@code -Dchaos.seed} selects others, {@code -Dchaos.faults} more.
 */
final class ChaosIT {
    @Test
    @Timeout(value = 120, unit = TimeUnit.MINUTES)
    void nothingIsWrongInAnyCalm() throws Exception {
        ChaosSettings settings = ChaosSettings.ofSystemProperties(20261121, 60);
        assertEquals(List.of(), new ChaosRun(settings, System.out).run());
    }
}
