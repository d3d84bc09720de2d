package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fingerprints are the same as in Alertmanager. */
class FingerprintTest {

    @Test
    void equalsTheFingerprintOfAlertmanager() {
        // Fingerprints that Alertmanager 0.25.0 returned for alerts with these labels.
        assertEquals(
                "b45e7fe2300dc29e",
                Fingerprint.of(Map.of("alertname", "LinkDown", "device", "sw1", "site", "tromsø"), Set.of()));
    }

    @Test
    void ignoresExcludedAndEmptyLabels() {
        String bare = Fingerprint.of(Map.of("alertname", "X"), Set.of());
        assertEquals(bare, Fingerprint.of(Map.of("alertname", "X", "replica", "a"), Set.of("replica")));
        assertEquals(bare, Fingerprint.of(Map.of("alertname", "X", "none", ""), Set.of()));
        assertNotEquals(bare, Fingerprint.of(Map.of("alertname", "X", "replica", "a"), Set.of()));
    }
}
