package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.config.SnmpVersion;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failover group with default settings, except for one or two. */
public final class FailoverSketch {
    private final FailoverProbe probe;
    private final String address;
    private String name = "zino";
    private Duration interval = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofSeconds(1);
    private int threshold = 3;
    private @Nullable Integer recoveryThreshold;
    private @Nullable SnmpVersion version;
    private @Nullable Secret community;
    private @Nullable Integer status;
    private @Nullable String bodyContains;

    public FailoverSketch(FailoverProbe probe, String address) {
        this.probe = probe;
        this.address = address;
    }

    public FailoverSketch name(String value) {
        name = value;
        return this;
    }

    public FailoverSketch interval(Duration value) {
        interval = value;
        return this;
    }

    public FailoverSketch timeout(Duration value) {
        timeout = value;
        return this;
    }

    public FailoverSketch thresholds(int failures, int answers) {
        threshold = failures;
        recoveryThreshold = answers;
        return this;
    }

    public FailoverSketch version(SnmpVersion value) {
        version = value;
        return this;
    }

    public FailoverSketch community(String value) {
        community = Secret.of(value);
        return this;
    }

    public FailoverSketch status(int value) {
        status = value;
        return this;
    }

    public FailoverSketch bodyContains(String value) {
        bodyContains = value;
        return this;
    }

    public FailoverConfig build() {
        return new FailoverConfig(
                name,
                probe,
                address,
                interval,
                timeout,
                threshold,
                Optional.ofNullable(recoveryThreshold),
                false,
                Duration.ofMinutes(5),
                Optional.ofNullable(version),
                Optional.ofNullable(community),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(status),
                Optional.ofNullable(bodyContains),
                Optional.empty());
    }
}
