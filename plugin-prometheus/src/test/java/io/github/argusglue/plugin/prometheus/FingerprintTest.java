package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same label set has the same fingerprint here as in Alertmanager. */
class FingerprintTest {

    @Test
    void isWhatAlertmanagerWrites() {
        // Read from Alertmanager 0.25.0 for an alert posted with these labels.
        assertEquals(
                "b45e7fe2300dc29e",
                Fingerprint.of(Map.of("alertname", "LinkDown", "device", "sw1", "site", "tromsø"), Set.of()));
    }

    @Test
    void excludedAndEmptyLabelsDoNotCount() {
        String bare = Fingerprint.of(Map.of("alertname", "X"), Set.of());
        assertEquals(bare, Fingerprint.of(Map.of("alertname", "X", "replica", "a"), Set.of("replica")));
        assertEquals(bare, Fingerprint.of(Map.of("alertname", "X", "none", ""), Set.of()));
        assertNotEquals(bare, Fingerprint.of(Map.of("alertname", "X", "replica", "a"), Set.of()));
    }
}
