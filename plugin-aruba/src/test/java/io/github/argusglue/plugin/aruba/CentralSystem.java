package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.alert.AlertConfig;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.plugin.aruba.central.CentralConfig;
import io.github.argusglue.plugin.aruba.standin.StandInCentral;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated New Central, as the test kit wants it. What a problem is, subclasses say. */
abstract class CentralSystem implements PagedSystem, WebhookSystem {
    private static final int PAGE = 100;

    private final StandInCentral central;

    CentralSystem(InstantSource clock) {
        central = StandInCentral.start(clock, ExchangeLog.of("aruba-central"));
        central.pageSize(PAGE);
        central.addAp("CN0", "ap-0", "Biblioteket");
    }

    StandInCentral central() {
        return central;
    }

    /** Returns a configuration with everything switched on. */
    static CentralConfig config(StandInCentral central) {
        return config(central, true, CentralConfig.Deferred.ACKNOWLEDGED, Duration.ZERO);
    }

    static CentralConfig config(
            StandInCentral central, boolean accessPoints, CentralConfig.Deferred deferred, Duration apDownFor) {
        HttpAccess access = HttpAccess.builder().timeout(Duration.ofSeconds(5)).build();
        return new CentralConfig(
                HttpEndpoint.of(central.url(), access),
                StandInCentral.CLIENT_ID,
                Secret.of(StandInCentral.CLIENT_SECRET),
                central.tokenUrl(),
                new AlertConfig(
                        accessPoints, true, List.of(), List.of("Clients"), List.of("4", "AP disconnected"), Map.of()),
                new ApConfig(apDownFor, 3, Optional.of("https://central.example.org/aps/{serial}?name={name}")),
                deferred,
                true,
                Optional.of(Secret.of(StandInCentral.WEBHOOK_SECRET)),
                StandInCentral.SIGNATURE_HEADER);
    }

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public void failAfterFirstPage() {
        central.fault(StandInFault.LATER_PAGES_FAIL);
    }

    @Override
    public void inject(Failure failure) {
        central.fault(fault(failure));
    }

    static StandInFault fault(FakeSystem.Failure failure) {
        return switch (failure) {
            case DOWN -> StandInFault.DOWN;
            case REFUSES_CREDENTIALS -> StandInFault.REFUSED;
            case HANGS -> StandInFault.HANG;
            case ANSWERS_ERROR -> StandInFault.ERROR;
            case ANSWERS_INVALID -> StandInFault.GARBAGE;
            case ANSWERS_NOTHING -> StandInFault.NOTHING;
            case TRUNCATES_ANSWERS -> StandInFault.TRUNCATED;
        };
    }

    @Override
    public void recover() {
        central.fault(StandInFault.NONE);
    }

    /** Returns what the stand-in calls the problem. */
    abstract String id(String problem);

    @Override
    public WebhookRequest webhook(String problem) {
        byte[] body = central.webhook(id(problem));
        return WebhookRequest.of(
                Map.of(StandInCentral.SIGNATURE_HEADER, List.of(StandInCentral.signature(body))), body);
    }

    @Override
    public int requests() {
        return central.log().size();
    }

    @Override
    public List<String> secrets() {
        return List.of(StandInCentral.CLIENT_SECRET, StandInCentral.WEBHOOK_SECRET, "central-t0ken-");
    }

    @Override
    public void close() {
        central.close();
    }
}
