package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem.Failure;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import java.util.Map;

/** What the contract is with either of the two simulated servers. */
abstract class SimulatedServerContract<C extends Record> extends SourceAdapterFailureContract<C>
        implements EndingsContract, AdoptContract {
    static final String TOKEN = "sesame-open-up";

    /** Returns what REANNZ's prometheus-argus-glue creates. */
    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        return OpenIncident.of(
                alert.id().key() + "_" + alert.startedAt().getEpochSecond(),
                alert.startedAt(),
                alert.description(),
                alert.tags(),
                Map.of(),
                null);
    }

    static AlertmanagerFault fault(Failure failure) {
        return switch (failure) {
            case DOWN -> AlertmanagerFault.DOWN;
            case REFUSES_CREDENTIALS -> AlertmanagerFault.UNAUTHORIZED;
            case HANGS -> AlertmanagerFault.HANG;
            case ANSWERS_INVALID -> AlertmanagerFault.GARBAGE;
            case TRUNCATES_ANSWERS -> AlertmanagerFault.TRUNCATED;
            case ANSWERS_ERROR -> AlertmanagerFault.BUSY;
            case ANSWERS_NOTHING -> AlertmanagerFault.NOTHING;
        };
    }
}
