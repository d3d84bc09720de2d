package io.github.argusglue.core.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Logs a repeated fault when it changes and then at most once a minute with a count. Logs its end once. */
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
     * Reports a fault.
     *
     * @param identity two faults are the same if this is equal; the message may contain times and numbers
     */
    public void warn(String identity, String message) {
        warn(Level.WARN, identity, message);
    }

    /** Reports a fault that requires a person to act. */
    public void error(String identity, String message) {
        warn(Level.ERROR, identity, message);
    }

    private void warn(Level level, String identity, String message) {
        Instant now = clock.instant();
        count++;
        if (!identity.equals(current)) {
            if (current == null) {
                since = now;
                count = 1;
            }
            current = identity;
            loggedAt = now;
            log.atLevel(level).log("{}: {}", subject, message);
        } else if (!loggedAt.plus(REPEAT).isAfter(now)) {
            loggedAt = now;
            log.atLevel(level).log("{}: {} ({} times since {})", subject, message, count, since);
        }
    }

    /** Reports that the fault has ended. */
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
