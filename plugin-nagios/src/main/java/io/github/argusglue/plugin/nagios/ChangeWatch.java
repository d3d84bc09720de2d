package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Livestatus say at once when a state changes, over a connection of its own. What changes between two questions,
 * and acknowledgements and downtimes, are seen by figures that each answer carries.
 */
final class ChangeWatch {
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** An answer that comes sooner was not given because the time was up. */
    private static final Duration WOKEN = WAIT.minusMillis(100);

    private static final String QUERY = """
            GET services
            Stats: state > 0
            Stats: acknowledged = 1
            Stats: scheduled_downtime_depth > 0
            Stats: max last_state_change
            Stats: max last_hard_state_change
            Stats: max host_last_hard_state_change
            """;

    private static final String WAITING = QUERY + "WaitTrigger: state\nWaitTimeout: " + WAIT.toMillis() + "\n";

    private final LivestatusClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Health health = Health.ok();

    ChangeWatch(LivestatusConfig config, long maxAnswerBytes) {
        client = new LivestatusClient(config, maxAnswerBytes);
    }

    /** Runs until it is closed or the server refuses the question. */
    void run(Runnable changed) {
        JsonNode before = null;
        boolean falseAlarm = false;
        try {
            while (closed.getCount() > 0) {
                long start = System.nanoTime();
                try {
                    JsonNode answer = before == null ? client.ask(QUERY) : client.ask("", WAITING, WAIT);
                    boolean woken = before != null && System.nanoTime() - start < WOKEN.toNanos();
                    boolean differs = before != null && !answer.equals(before);
                    if (differs || (woken && !falseAlarm)) {
                        changed.run();
                    }
                    // A server that does not know how to wait answers at once, again and again.
                    falseAlarm = woken && !differs;
                    if (falseAlarm) {
                        closed.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
                    }
                    before = answer;
                    health = Health.ok();
                } catch (SourceException e) {
                    health = Health.degraded("no hints, so changes are seen with a delay: " + e.getMessage());
                    if (e.kind() == SourceException.Kind.BAD_ANSWER) {
                        return;
                    }
                    closed.await(WAIT.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Health health() {
        return health;
    }

    void close() {
        closed.countDown();
        client.close();
    }
}
