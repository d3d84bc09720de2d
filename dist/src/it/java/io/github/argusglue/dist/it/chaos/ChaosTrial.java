package io.github.argusglue.dist.it.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of random faults. {@code -Dchaos.seed} chooses others, {@code -Dchaos.faults} more. */
final class ChaosTrial {
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void nothingIsWrongInAnyCalm() throws Exception {
        ChaosSettings settings = ChaosSettings.ofSystemProperties(20261121, 60);
        assertEquals(List.of(), new ChaosRun(settings, System.out).run());
    }
}
