package io.github.argusglue.core.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Logs a repeated fault when it changes and then at most once a minute with a count, and its end once. */
public final class FaultLog {
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Logger log;
    private final String subject;
    private final InstantSource clock;
    private @Nullable String current;
    private Instant since = Instant.MIN;
    private Instant loggedAt = Instant.MIN;
    private int count;

    public FaultLog(Logger log, String subject, InstantSource clock) {
        this.log = log;
        this.subject = subject;
        this.clock = clock;
    }

    /**
     * Takes a fault.
     *
     * @param sameness what makes two faults the same; the message may hold times and numbers
     */
    public void fault(String sameness, String message) {
        fault(Level.WARN, sameness, message);
    }

    /** Takes a fault that a person must mend. */
    public void alarm(String sameness, String message) {
        fault(Level.ERROR, sameness, message);
    }

    private void fault(Level level, String sameness, String message) {
        Instant now = clock.instant();
        count++;
        if (!sameness.equals(current)) {
            if (current == null) {
                since = now;
                count = 1;
            }
            current = sameness;
            loggedAt = now;
            log.atLevel(level).log("{}: {}", subject, message);
        } else if (!loggedAt.plus(REPEAT).isAfter(now)) {
            loggedAt = now;
            log.atLevel(level).log("{}: {} ({} times since {})", subject, message, count, since);
        }
    }

    /** Takes that all is well. */
    public void recovered() {
        if (current != null) {
            log.info(
                    "{}: works again after {} s",
                    subject,
                    Duration.between(since, clock.instant()).toSeconds());
            current = null;
            count = 0;
        }
    }
}
