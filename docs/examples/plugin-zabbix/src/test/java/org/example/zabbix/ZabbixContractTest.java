package org.example.zabbix;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.WebhookContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the tests of the kit with a simulated Zabbix. */
class ZabbixContractTest extends SourceAdapterFailureContract<ZabbixConfig>
        implements FeedbackContract,
                AcknowledgementContract,
                SuppressionContract,
                EndingsContract,
                AdoptContract,
                WebhookContract {

    @Override
    protected SourceAdapterFactory<ZabbixConfig> factory() {
        return new ZabbixAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new FakeZabbix(clock());
    }

    @Override
    protected ZabbixConfig config(FakeSystem system) {
        return config((FakeZabbix) system, true, List.of());
    }

    static ZabbixConfig config(FakeZabbix zabbix, boolean withToken, List<String> hostGroups) {
        HttpAccess.Builder access = HttpAccess.builder().timeout(Duration.ofSeconds(5));
        HttpEndpoint endpoint = HttpEndpoint.of(
                zabbix.url(),
                (withToken
                                ? access.token(Secret.of(FakeZabbix.TOKEN))
                                : access.basic("glue", Secret.of(FakeZabbix.PASSWORD)))
                        .build());
        return new ZabbixConfig(
                endpoint,
                Optional.empty(),
                ZabbixConfig.Severity.NOT_CLASSIFIED,
                Map.of("average", 1),
                hostGroups,
                List.of(),
                List.of(),
                List.of("Operating System"),
                true,
                Optional.of(Secret.of(FakeZabbix.HOOK_SECRET)),
                true);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(PagedSystem.class, "one answer has all problems");
    }

    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        return OpenIncident.of(alert.id().key(), alert.startedAt(), alert.description(), alert.tags(), Map.of(), null);
    }
}
