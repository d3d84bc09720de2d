package org.example.nav;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.NoticeContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.WebhookContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Runs the tests of the kit with the NAV of a lab script, {@code dist/src/it/lab/nav.sh} of argus-glue, which
 * {@code NAV_LAB} names: the real NAV if {@code NAV_SOURCE} names a checkout of its source.
 */
@EnabledIfEnvironmentVariable(named = "NAV_LAB", matches = ".+")
class LabNavContractTest extends SourceAdapterContract<NavConfig>
        implements AcknowledgementContract, AdoptContract, EndingsContract, WebhookContract {
    private static LabNav.Lab lab;

    @BeforeAll
    static void start() {
        lab = new LabNav.Lab(System.getenv("NAV_LAB"));
    }

    @AfterAll
    static void stop() {
        lab.stop();
    }

    @Override
    protected SourceAdapterFactory<NavConfig> factory() {
        return new NavAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new LabNav(lab);
    }

    @Override
    protected NavConfig config(FakeSystem system) {
        HttpAccess access = HttpAccess.builder()
                .token(Secret.of(lab.fact("NAV_TOKEN")))
                .build();
        return new NavConfig(
                HttpEndpoint.of(lab.url(), access), lab.fact("NAV_TIMEZONE"), true, false, Duration.ZERO);
    }

    /** In NAV, a maintenance is an alert itself; and stateless alerts stay in the list for an hour. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(SuppressionContract.class, NoticeContract.class);
    }

    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        return OpenIncident.of(alert.id().key(), alert.startedAt(), "box down", List.of(), Map.of(), null);
    }
}
