package io.github.argusglue.dist.it;

import org.junit.jupiter.api.Test;

/** A simulated classic Central and the real Argus. */
final class ArubaClassicIT extends CloudScenes {
    ArubaClassicIT(LabArgus argus) {
        super(argus, new SimulatedClassic(ACCESS_POINTS), "plugin-aruba/src/it/openapi/aruba-classic.openapi.yaml");
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
