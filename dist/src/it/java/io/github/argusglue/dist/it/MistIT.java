package io.github.argusglue.dist.it;

import org.junit.jupiter.api.Test;

/** A simulated Mist and the real Argus. */
final class MistIT extends CloudScenes {
    MistIT(LabArgus argus) {
        super(argus, new SimulatedMist(ACCESS_POINTS), "plugin-mist/src/it/openapi/mist.openapi.json");
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
