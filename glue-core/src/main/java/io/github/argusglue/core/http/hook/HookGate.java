package io.github.argusglue.core.http.hook;

import io.github.argusglue.core.config.HttpConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How many webhooks of one source may come in. Safe for use by any thread. */
final class HookGate {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RateLimit rate;
    private final Semaphore places;

    HookGate(HttpConfig config) {
        this.rate = new RateLimit(config.hookRate(), System.nanoTime());
        this.places = new Semaphore(config.hooksAtOnce());
    }

    /** Lets one in; returns how long to wait if it may not come in, and zero if it may and has to {@link #leave}. */
    Duration enter() {
        if (!places.tryAcquire()) {
            return SOON;
        }
        Duration wait = rate.take(System.nanoTime());
        if (!wait.isZero()) {
            places.release();
        }
        return wait;
    }

    void leave() {
        places.release();
    }
}
