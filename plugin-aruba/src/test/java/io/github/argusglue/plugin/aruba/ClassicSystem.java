package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.alert.AlertConfig;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.plugin.aruba.standin.StandInClassic;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated Central (classic), as the test kit wants it. What a problem is, subclasses say. */
abstract class ClassicSystem implements PagedSystem, WebhookSystem {
    private static final int PAGE = 50;

    final SettableClock clock;
    final StandInClassic central;

    /**
     * The refresh token stays valid, because the kit makes the state unreadable: then an operator would make a new one.
     */
    ClassicSystem(SettableClock clock) {
        this.clock = clock;
        central = StandInClassic.start(clock, ExchangeLog.of("aruba-classic"));
        central.reusableRefreshToken();
        central.pageSize(PAGE);
        central.addAp("CN0", "ap-0", "Biblioteket");
    }

    /** Returns a configuration with everything switched on. */
    static ClassicConfig config(StandInClassic central, Secret refreshToken) {
        HttpAccess access = HttpAccess.builder().timeout(Duration.ofSeconds(5)).build();
        return new ClassicConfig(
                HttpEndpoint.of(central.url(), access),
                StandInClassic.CLIENT_ID,
                Secret.of(StandInClassic.CLIENT_SECRET),
                refreshToken,
                Optional.empty(),
                new AlertConfig(true, true, List.of(), List.of("Clients"), List.of("4", "AP disconnected"), Map.of()),
                new ApConfig(Duration.ZERO, 3, Optional.empty()),
                Duration.ofDays(30),
                true,
                Optional.of(Secret.of(StandInClassic.WEBHOOK_SECRET)));
    }

    ClassicConfig config() {
        return config(central, Secret.of(central.refreshToken()));
    }

    /** Returns the alert of a problem. */
    abstract String alert(String problem);

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public void failAfterFirstPage() {
        central.fault("", StandInFault.LATER_PAGES_FAIL);
    }

    @Override
    public void inject(Failure failure) {
        central.fault("", Aos8ContractTest.fault(failure));
    }

    @Override
    public void recover() {
        central.recover();
    }

    @Override
    public WebhookRequest webhook(String problem) {
        return signed(central, central.webhook(alert(problem)));
    }

    static WebhookRequest signed(StandInClassic central, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        central.webhookHeaders(body).forEach((name, value) -> headers.put(name, List.of(value)));
        return WebhookRequest.of(headers, body);
    }

    @Override
    public int requests() {
        return central.log().size();
    }

    @Override
    public List<String> secrets() {
        return List.of(
                StandInClassic.CLIENT_SECRET, StandInClassic.WEBHOOK_SECRET, "classic-acc3ss-", "classic-r3fresh-");
    }

    @Override
    public void close() {
        central.close();
    }
}
