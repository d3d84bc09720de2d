package io.github.argusglue.plugin.mist;

import io.github.argusglue.plugin.mist.DevicesConfig.DeviceType;
import io.github.argusglue.plugin.mist.standin.StandInMist;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests: devices and no alarms, at once, unless a test changes that. */
final class MistConfigBuilder {
    private final URI url;
    private String token = StandInMist.TOKEN;
    private List<DeviceType> deviceTypes = List.of(DeviceType.values());
    private Duration downFor = Duration.ZERO;
    private boolean neverConnected = true;
    private List<String> marvis = List.of();
    private List<String> infrastructure = List.of();
    private List<String> notices = List.of();
    private boolean acknowledge;
    private Map<String, Integer> levels = Map.of();
    private Optional<String> detailsUrl = Optional.empty();
    private Optional<Secret> webhookSecret = Optional.of(Secret.of(StandInMist.WEBHOOK_SECRET));

    MistConfigBuilder(URI url) {
        this.url = url;
    }

    MistConfigBuilder token(String text) {
        token = text;
        return this;
    }

    MistConfigBuilder devices(DeviceType... types) {
        deviceTypes = List.of(types);
        return this;
    }

    MistConfigBuilder downFor(Duration time) {
        downFor = time;
        return this;
    }

    MistConfigBuilder withoutNeverConnected() {
        neverConnected = false;
        return this;
    }

    MistConfigBuilder marvis(String... types) {
        marvis = List.of(types);
        return this;
    }

    MistConfigBuilder infrastructure(String... types) {
        infrastructure = List.of(types);
        return this;
    }

    MistConfigBuilder notices(String... types) {
        notices = List.of(types);
        return this;
    }

    MistConfigBuilder acknowledge() {
        acknowledge = true;
        return this;
    }

    MistConfigBuilder levels(Map<String, Integer> some) {
        levels = some;
        return this;
    }

    MistConfigBuilder detailsUrl(String template) {
        detailsUrl = Optional.of(template);
        return this;
    }

    MistConfigBuilder noWebhookSecret() {
        webhookSecret = Optional.empty();
        return this;
    }

    MistConfig build() {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(5))
                .token(Secret.of(token))
                .build();
        return new MistConfig(
                Optional.empty(),
                Optional.of(url),
                StandInMist.ORG,
                access,
                webhookSecret,
                new DevicesConfig(deviceTypes, downFor, neverConnected),
                new AlarmsConfig(marvis, infrastructure, notices, acknowledge),
                new DisplayConfig(levels, detailsUrl));
    }
}
