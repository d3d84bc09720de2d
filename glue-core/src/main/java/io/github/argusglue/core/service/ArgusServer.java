package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.core.config.ArgusConfig;
import io.github.argusglue.core.executor.ArgusExecutor;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.status.ClockDifference;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An Argus server and what its sources share: connections, executor, feed. */
final class ArgusServer {
    private final ArgusConfig config;
    private final ArgusHttp http;
    private final ArgusExecutor executor;
    private final SharedFeed feed;
    private final ClockDifference clocks;
    private final ArgusReach reach;

    private ArgusServer(
            ArgusConfig config, ArgusHttp http, ArgusExecutor executor, SharedFeed feed, ClockDifference clocks) {
        this.config = config;
        this.http = http;
        this.executor = executor;
        this.feed = feed;
        this.clocks = clocks;
        this.reach = new ArgusReach(http::isReachable);
    }

    /**
     * Creates the client of a server; sends nothing.
     *
     * @throws IOException if the CA file cannot be read; the message names it
     */
    static ArgusServer open(String name, ArgusConfig config, Clock clock, RequestObserver observer, String userAgent)
            throws IOException {
        ArgusAccess access = new ArgusAccess(
                config.url(),
                config.timeout(),
                config.caFile().orElse(null),
                config.clientCertificate().orElse(null),
                config.proxy().orElse(null),
                userAgent);
        ClockDifference clocks = new ClockDifference("Argus '" + name + "'");
        return new ArgusServer(
                config,
                ArgusHttp.open(access, clock, new WithClock(observer, clocks)),
                new ArgusExecutor(name, clock, RandomGenerator.getDefault()),
                new SharedFeed(clock),
                clocks);
    }

    /** Also compares the clocks. */
    private record WithClock(RequestObserver next, ClockDifference clocks) implements RequestObserver {
        @Override
        public void requestEnded(ArgusException.@Nullable Kind failure, Duration took) {
            next.requestEnded(failure, took);
        }

        @Override
        public void clock(Duration ahead) {
            clocks.observe(ahead);
        }
    }

    /** Returns how many seconds this machine's clock is ahead of the server's; 0 below a minute. */
    long clockAheadSeconds() {
        return clocks.aheadSeconds();
    }

    /**
     * Returns whether the way from this process to the server is broken, while that of another may work. A server that
     * answers with errors is not cut off: it does so for everybody.
     */
    boolean isCutOff() {
        return reach.isLost(executor.pauseReason() != null);
    }

    ArgusConfig config() {
        return config;
    }

    ArgusHttp http() {
        return http;
    }

    ArgusExecutor executor() {
        return executor;
    }

    SharedFeed feed() {
        return feed;
    }

    /** Lets requests in progress finish within the grace period, then aborts them. */
    void close(Duration grace) {
        executor.close(grace);
        http.close();
    }
}
