package io.github.argusglue.dist.it.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A short run of random faults, always the same ones: a change is not to be red for what others have left.
 * {@code -Dchaos.seed} chooses others, {@code -Dchaos.faults} more.
 */
final class ChaosIT {
    @Test
    @Timeout(value = 120, unit = TimeUnit.MINUTES)
    void nothingIsWrongInAnyCalm() throws Exception {
        ChaosSettings settings = ChaosSettings.ofSystemProperties(20261121, 60);
        assertEquals(List.of(), new ChaosRun(settings, System.out).run());
    }
}
