package io.github.argusglue.dist.it;

import org.junit.jupiter.api.Test;

/** A simulated New Central and the real Argus. */
final class ArubaCentralIT extends CloudScenes {
    ArubaCentralIT(LabArgus argus) {
        super(argus, new SimulatedCentral(ACCESS_POINTS), "plugin-aruba/src/it/openapi/aruba-central.openapi.yaml");
    }

    @Test
    void aWebhookOpensAnIncidentAtOnce() {
        assertAWebhookChangesAnIncidentAtOnce(0, () -> cloud().down(7, 7), 1);
    }

    @Test
    void aWebhookEndsAnIncidentAtOnce() {
        assertAWebhookChangesAnIncidentAtOnce(10, () -> cloud().up(7, 7), 9);
    }
}
