package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.Suppression.Suppressed;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A configuration with the defaults, apart from what a test is about. */
final class ConfigBuilder {
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
    private Closing.Expiry expiry = Closing.Expiry.HOLD;
    private List<URI> prometheus = List.of();
    private @Nullable Duration watchdogAfter;
    private boolean silenceAcks;
    private boolean ackSilenced;
    private Duration silenceLength = Duration.ofHours(8);
    private Map<String, String> externalLabels = Map.of();
    private Duration warmUp = Duration.ofMinutes(2);

    ConfigBuilder(List<URI> urls) {
        this.urls = urls;
    }

    ConfigBuilder timeout(Duration next) {
        timeout = next;
        return this;
    }

    ConfigBuilder token(String next) {
        token = next;
        return this;
    }

    /** With the password {@code pässword}. */
    ConfigBuilder user(String next) {
        user = next;
        return this;
    }

    ConfigBuilder headers(Map<String, Secret> next) {
        headers = next;
        return this;
    }

    ConfigBuilder certificates(@Nullable Path ca, @Nullable Path client) {
        caFile = Optional.ofNullable(ca);
        clientCertificate = Optional.ofNullable(client);
        return this;
    }

    ConfigBuilder filter(String... next) {
        filter = List.of(next);
        return this;
    }

    ConfigBuilder receiver(String next) {
        receiver = next;
        return this;
    }

    ConfigBuilder identityExclude(String... next) {
        identityExclude = List.of(next);
        return this;
    }

    ConfigBuilder excludeLabels(String... next) {
        excludeLabels = List.of(next);
        return this;
    }

    ConfigBuilder description(String next) {
        description = next;
        return this;
    }

    ConfigBuilder detailsUrl(String next) {
        detailsUrl = next;
        return this;
    }

    ConfigBuilder followValues() {
        followValues = true;
        return this;
    }

    ConfigBuilder minAge(Duration next) {
        minAge = next;
        return this;
    }

    ConfigBuilder silenced(Suppressed next) {
        silenced = next;
        return this;
    }

    ConfigBuilder inhibited(Suppressed next) {
        inhibited = next;
        return this;
    }

    ConfigBuilder holdMax(Duration next) {
        holdMax = next;
        return this;
    }

    ConfigBuilder closeExpired() {
        expiry = Closing.Expiry.CLOSE;
        return this;
    }

    ConfigBuilder prometheus(URI... next) {
        prometheus = List.of(next);
        return this;
    }

    ConfigBuilder watchdogAfter(Duration next) {
        watchdogAfter = next;
        return this;
    }

    ConfigBuilder silenceAcks() {
        silenceAcks = true;
        return this;
    }

    ConfigBuilder silenceLength(Duration next) {
        silenceLength = next;
        return this;
    }

    ConfigBuilder ackSilenced() {
        ackSilenced = true;
        return this;
    }

    ConfigBuilder externalLabels(Map<String, String> next) {
        externalLabels = next;
        return this;
    }

    ConfigBuilder originLabels(String... next) {
        originLabels = List.of(next);
        return this;
    }

    ConfigBuilder silentMax(Duration next) {
        silentMax = next;
        return this;
    }

    ConfigBuilder warmUp(Duration next) {
        warmUp = next;
        return this;
    }

    Presentation presentation() {
        return new Presentation(
                "severity",
                Map.of("critical", 1, "error", 2, "warning", 3, "info", 5, "none", 5),
                4,
                excludeLabels,
                description,
                followValues,
                detailsUrl,
                minAge);
    }

    Suppression suppression() {
        return new Suppression(silenced, inhibited, 5);
    }

    SignOfLife signOfLife() {
        return new SignOfLife("alertname=\"Watchdog\"", Optional.ofNullable(watchdogAfter));
    }

    private HttpAccess access() {
        return new HttpAccess(
                timeout,
                caFile,
                clientCertificate,
                Optional.empty(),
                Optional.ofNullable(user),
                Optional.ofNullable(user).map(name -> Secret.of("pässword")),
                Optional.ofNullable(token).map(Secret::of),
                headers);
    }

    /** For a source of type {@code prometheus}. */
    PrometheusConfig direct() {
        return new PrometheusConfig(
                urls, access(), filter, externalLabels, identityExclude, presentation(), signOfLife(), warmUp, holdMax);
    }

    AlertmanagerConfig build() {
        return new AlertmanagerConfig(
                urls,
                access(),
                filter,
                Optional.ofNullable(receiver),
                identityExclude,
                presentation(),
                suppression(),
                signOfLife(),
                new Closing(holdMax, Optional.ofNullable(silentMax), originLabels, expiry, prometheus),
                new SilenceKeys(silenceAcks, silenceLength, ackSilenced));
    }
}
