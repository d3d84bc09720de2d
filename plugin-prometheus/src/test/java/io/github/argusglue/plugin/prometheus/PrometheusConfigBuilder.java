package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.SuppressionConfig.Suppressed;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds configurations with the defaults and the values that a test sets. */
final class PrometheusConfigBuilder {
    private final List<URI> urls;
    private Duration timeout = Duration.ofSeconds(5);
    private @Nullable String token;
    private @Nullable String user;
    private Map<String, Secret> headers = Map.of();
    private Optional<Path> caFile = Optional.empty();
    private Optional<Path> clientCertificate = Optional.empty();
    private List<String> filter = List.of();
    private @Nullable String receiver;
    private List<String> identityExclude = List.of();
    private List<String> originLabels = List.of();
    private @Nullable Duration silentMax;
    private List<String> excludeLabels = List.of();
    private String description = "{alertname}: {annotation.summary|annotation.description|annotation.message}";
    private String detailsUrl = "{generatorURL}";
    private boolean followValues;
    private Duration minAge = Duration.ZERO;
    private Suppressed silenced = Suppressed.TAG;
    private Suppressed inhibited = Suppressed.DROP;
    private Duration holdMax = Duration.ofMinutes(30);
    private ClosingConfig.Expiry expiry = ClosingConfig.Expiry.HOLD;
    private List<URI> prometheus = List.of();
    private @Nullable Duration watchdogAfter;
    private boolean silenceAcks;
    private boolean ackSilenced;
    private Duration silenceLength = Duration.ofHours(8);
    private Map<String, String> externalLabels = Map.of();
    private Duration warmUp = Duration.ofMinutes(2);

    PrometheusConfigBuilder(List<URI> urls) {
        this.urls = urls;
    }

    PrometheusConfigBuilder timeout(Duration next) {
        timeout = next;
        return this;
    }

    PrometheusConfigBuilder token(String next) {
        token = next;
        return this;
    }

    /** The password is {@code pässword}. */
    PrometheusConfigBuilder user(String next) {
        user = next;
        return this;
    }

    PrometheusConfigBuilder headers(Map<String, Secret> next) {
        headers = next;
        return this;
    }

    PrometheusConfigBuilder certificates(@Nullable Path ca, @Nullable Path client) {
        caFile = Optional.ofNullable(ca);
        clientCertificate = Optional.ofNullable(client);
        return this;
    }

    PrometheusConfigBuilder filter(String... next) {
        filter = List.of(next);
        return this;
    }

    PrometheusConfigBuilder receiver(String next) {
        receiver = next;
        return this;
    }

    PrometheusConfigBuilder identityExclude(String... next) {
        identityExclude = List.of(next);
        return this;
    }

    PrometheusConfigBuilder excludeLabels(String... next) {
        excludeLabels = List.of(next);
        return this;
    }

    PrometheusConfigBuilder description(String next) {
        description = next;
        return this;
    }

    PrometheusConfigBuilder detailsUrl(String next) {
        detailsUrl = next;
        return this;
    }

    PrometheusConfigBuilder followValues() {
        followValues = true;
        return this;
    }

    PrometheusConfigBuilder minAge(Duration next) {
        minAge = next;
        return this;
    }

    PrometheusConfigBuilder silenced(Suppressed next) {
        silenced = next;
        return this;
    }

    PrometheusConfigBuilder inhibited(Suppressed next) {
        inhibited = next;
        return this;
    }

    PrometheusConfigBuilder holdMax(Duration next) {
        holdMax = next;
        return this;
    }

    PrometheusConfigBuilder closeExpired() {
        expiry = ClosingConfig.Expiry.CLOSE;
        return this;
    }

    PrometheusConfigBuilder prometheus(URI... next) {
        prometheus = List.of(next);
        return this;
    }

    PrometheusConfigBuilder watchdogAfter(Duration next) {
        watchdogAfter = next;
        return this;
    }

    PrometheusConfigBuilder silenceAcks() {
        silenceAcks = true;
        return this;
    }

    PrometheusConfigBuilder silenceLength(Duration next) {
        silenceLength = next;
        return this;
    }

    PrometheusConfigBuilder ackSilenced() {
        ackSilenced = true;
        return this;
    }

    PrometheusConfigBuilder externalLabels(Map<String, String> next) {
        externalLabels = next;
        return this;
    }

    PrometheusConfigBuilder originLabels(String... next) {
        originLabels = List.of(next);
        return this;
    }

    PrometheusConfigBuilder silentMax(Duration next) {
        silentMax = next;
        return this;
    }

    PrometheusConfigBuilder warmUp(Duration next) {
        warmUp = next;
        return this;
    }

    AlertDisplayConfig display() {
        return new AlertDisplayConfig(
                "severity",
                Map.of("critical", 1, "error", 2, "warning", 3, "info", 5, "none", 5),
                4,
                excludeLabels,
                description,
                followValues,
                detailsUrl,
                minAge);
    }

    SuppressionConfig suppression() {
        return new SuppressionConfig(silenced, inhibited, 5);
    }

    WatchdogConfig watchdogConfig() {
        return new WatchdogConfig("alertname=\"Watchdog\"", Optional.ofNullable(watchdogAfter));
    }

    private HttpAccess access() {
        HttpAccess.Builder builder = HttpAccess.builder().timeout(timeout);
        caFile.ifPresent(builder::caFile);
        clientCertificate.ifPresent(builder::clientCertificate);
        headers.forEach(builder::header);
        if (user != null) {
            builder.basic(user, Secret.of("pässword"));
        }
        if (token != null) {
            builder.token(Secret.of(token));
        }
        return builder.build();
    }

    /** Returns a configuration of type {@code prometheus}. */
    PrometheusConfig direct() {
        return new PrometheusConfig(
                urls, access(), filter, externalLabels, identityExclude, display(), watchdogConfig(), warmUp, holdMax);
    }

    AlertmanagerConfig build() {
        return new AlertmanagerConfig(
                urls,
                access(),
                filter,
                Optional.ofNullable(receiver),
                identityExclude,
                display(),
                suppression(),
                watchdogConfig(),
                new ClosingConfig(holdMax, Optional.ofNullable(silentMax), originLabels, expiry, prometheus),
                new SilenceConfig(silenceAcks, silenceLength, ackSilenced));
    }
}
