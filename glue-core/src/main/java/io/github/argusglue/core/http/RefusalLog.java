package io.github.argusglue.core.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what the endpoint refuses: the first time at once, and then at most once a minute how much it was and who sent
 * most of it. Thread-safe.
 */
public final class RefusalLog {
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger("http");

    /** Beyond them, refusals are only counted: a client can send any number of names. */
    private static final int MAX_KINDS = 1000;

    private final Timer timer;
    private final Map<Refusal, Integer> counts = new HashMap<>();
    private int count;
    private boolean waiting;

    /** Creates the log. */
    public RefusalLog(Timer timer) {
        this.timer = timer;
    }

    /** Runs something later. */
    @FunctionalInterface
    public interface Timer {
        /** Runs the task once, after the delay. */
        void schedule(Duration delay, Runnable task);
    }

    private record Refusal(String address, String reason) {}

    /**
     * Records that a request or connection was refused.
     *
     * @param address of the client
     * @param reason what was refused and why, and what to do if it should not be; without a secret
     */
    public void refused(String address, String reason) {
        synchronized (this) {
            if (waiting) {
                count++;
                Refusal refusal = new Refusal(address, reason);
                if (counts.size() < MAX_KINDS || counts.containsKey(refusal)) {
                    counts.merge(refusal, 1, Integer::sum);
                }
                return;
            }
            waiting = true;
        }
        log.warn("refused from {}: {}", address, reason);
        timer.schedule(WINDOW, this::endWindow);
    }

    private void endWindow() {
        int total;
        Map.Entry<Refusal, Integer> most;
        synchronized (this) {
            waiting = count > 0;
            if (!waiting) {
                return;
            }
            total = count;
            most = counts.entrySet().stream()
                    .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .orElseThrow();
            count = 0;
            counts.clear();
        }
        Refusal what = most.getKey();
        if (total == 1) {
            log.warn("refused from {}: {}", what.address(), what.reason());
        } else {
            log.warn(
                    "refused in the last minute: {} requests or connections, {} of them from {}: {}",
                    total,
                    most.getValue(),
                    what.address(),
                    what.reason());
        }
        timer.schedule(WINDOW, this::endWindow);
    }
}
