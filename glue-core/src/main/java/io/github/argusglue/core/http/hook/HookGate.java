package io.github.argusglue.core.http.hook;

import io.github.argusglue.core.config.HttpConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Limits the webhooks of one source. Thread-safe. */
final class HookGate {
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final RateLimit rate;
    private final Semaphore permits;

    HookGate(HttpConfig config) {
        this.rate = new RateLimit(config.hookRate(), System.nanoTime());
        this.permits = new Semaphore(config.hooksAtOnce());
    }

    /** Admits a webhook and returns zero, after which {@link #leave} must be called; or returns how long to wait. */
    Duration enter() {
        if (!permits.tryAcquire()) {
            return RETRY_SOON;
        }
        Duration wait = rate.take(System.nanoTime());
        if (!wait.isZero()) {
            permits.release();
        }
        return wait;
    }

    void leave() {
        permits.release();
    }
}
