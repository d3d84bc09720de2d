package io.github.argusglue.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has ended is found by its number, also if Argus was restored and gives numbers a second time. */
final class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** Names in both orders: which of two comes first in a hash table is nobody's choice. */
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
