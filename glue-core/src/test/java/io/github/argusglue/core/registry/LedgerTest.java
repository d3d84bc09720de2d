package io.github.argusglue.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ended incidents are found by number, also after a restore that reuses numbers. */
final class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** Keys in both orders, because the order in a hash map is arbitrary. */
    @ParameterizedTest
    @CsvSource({"a, b", "b, a"})
    void aNumberThatIsUsedAgainIsTheLaterIncidents(String before, String after) {
        Ledger ledger = new Ledger();
        ledger.recordEnd(AlertId.startedAt(before, NOON), record(before));
        ledger.recordEnd(AlertId.startedAt(after, NOON), record(after));

        assertEquals(AlertId.startedAt(after, NOON), ledger.endedAlert(69));
        assertNull(ledger.ended(AlertId.startedAt(before, NOON)));
    }

    private static ClosedIncident record(String key) {
        return new ClosedIncident(69, key + "@20261121T120000Z", NOON, ClosedIncident.By.PERSON);
    }
}
