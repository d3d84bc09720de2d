package org.example.icinga;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.StreamContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.TestContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the tests of the kit with a simulated Icinga, and tests what is shown of a problem. */
class IcingaContractTest extends SourceAdapterFailureContract<IcingaConfig>
        implements FeedbackContract, AcknowledgementContract, HeldContract, SuppressionContract, StreamContract {

    @Override
    protected SourceAdapterFactory<IcingaConfig> factory() {
        return new IcingaAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new FakeIcinga(clock());
    }

    @Override
    protected IcingaConfig config(FakeSystem system) {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(5))
                .basic("glue", Secret.of(FakeIcinga.PASSWORD))
                .build();
        URI web = URI.create("https://icinga.example.org/icingaweb2");
        HttpEndpoint endpoint = HttpEndpoint.of(((FakeIcinga) system).url(), access);
        return new IcingaConfig(endpoint, Optional.of(web), List.of("site"), true);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(PagedSystem.class, "one answer has all problems");
    }

    @Test
    void problemIsShown() throws Exception {
        try (FakeIcinga icinga = new FakeIcinga(clock());
                TestContext context = new TestContext("icinga", clock())) {
            icinga.open("disk /");
            icinga.change("disk /");
            icinga.attributes("web1").putObject("vars").put("site", "oslo");
            Alert alert = only(icinga, context);
            assertEquals("web1 disk /: web1!disk / is in trouble", alert.description());
            assertEquals(Severity.HIGH, alert.severity());
            assertEquals("[host=web1, hostgroup=all, service=disk /, servicegroup=all, site=oslo]", alert.tags() + "");
            assertEquals(
                    "https://icinga.example.org/icingaweb2/icingadb/service?name=disk%20%2F&host.name=web1",
                    alert.detailsUrl().orElseThrow().toString());
        }
    }

    @Test
    void downtimeOfTheHostSuppressesItsServices() throws Exception {
        try (FakeIcinga icinga = new FakeIcinga(clock());
                TestContext context = new TestContext("icinga", clock())) {
            icinga.open("disk");
            assertTrue(only(icinga, context).suppression().isEmpty());
            icinga.schedule("web1", "kari", "new disks");
            assertEquals(
                    "downtime: new disks",
                    only(icinga, context).suppression().orElseThrow().reason());
        }
    }

    @Test
    void unreachableProblemIsSuppressed() throws Exception {
        try (FakeIcinga icinga = new FakeIcinga(clock());
                TestContext context = new TestContext("icinga", clock())) {
            icinga.open("disk");
            icinga.attributes("web1!disk").put("last_reachable", false);
            assertEquals(
                    "unreachable",
                    only(icinga, context).suppression().orElseThrow().reason());
        }
    }

    private Alert only(FakeIcinga icinga, TestContext context) throws Exception {
        try (SourceAdapter adapter = factory().create(config(icinga), context)) {
            List<Alert> alerts = adapter.snapshot().alerts();
            assertEquals(1, alerts.size());
            return alerts.get(0);
        }
    }
}
