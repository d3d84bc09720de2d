package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The real Nagios Core with 10,000 services, of which 1,000 fail and recover at once. NagiosForkBench lets 3,000 fail.
 */
@ExtendWith(Lab.class)
final class NagiosMassIT {
    private static final int SERVICES = 10_000;
    private static final int FAIL = 1_000;

    /** Argus takes most of it. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final LabArgus argus;
    private final LabNagios nagios = LabNagios.start(500, SERVICES);
    private final NagiosSource source;

    NagiosMassIT(LabArgus argus) {
        this.argus = argus;
        this.source = new NagiosSource(argus, nagios);
    }

    @AfterEach
    void stop() {
        source.close();
        nagios.close();
    }

    @Test
    void aThousandFailAndRecoverAtOnce() {
        source.start();
        nagios.massFail(FAIL);
        List<String> expected =
                IntStream.rangeClosed(1, FAIL).mapToObj(nagios::key).sorted().toList();
        Await.equal(LIMIT, "open incidents", FAIL, () -> argus.openCount(source.name()));
        assertEquals(expected, source.open(), "each once");
        nagios.massOk(FAIL);
        Await.equal(LIMIT, "open incidents", 0, () -> argus.openCount(source.name()));
        assertEquals(Map.of("STA END", FAIL), argus.logs(source.name()));
    }
}
