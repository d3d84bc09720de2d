package io.github.argusglue.core.status;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much this machine's clock differs from that of one server; logs when that begins and ends. Thread-safe. */
public final class ClockDifference {
    private static final Logger log = LoggerFactory.getLogger("clock");

    /** Less is usual, and does no harm. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String server;
    private final AtomicLong aheadSeconds = new AtomicLong();

    /** @param server the server, for messages: {@code Argus 'default'} */
    public ClockDifference(String server) {
        this.server = server;
    }

    /** Records a measurement; negative if this machine's clock is behind. */
    public void observe(Duration ahead) {
        long now = ahead.abs().compareTo(LIMIT) < 0 ? 0 : ahead.toSeconds();
        long before = aheadSeconds.getAndSet(now);
        if (now != 0 && Long.signum(now) != Long.signum(before)) {
            log.warn("{}", describe(server, now));
        } else if (now == 0 && before != 0) {
            log.info("the clocks of this machine and of {} agree again", server);
        }
    }

    /** Returns how many seconds this machine's clock is ahead, negative if it is behind; 0 below a minute. */
    public long aheadSeconds() {
        return aheadSeconds.get();
    }

    /** Describes a difference in words: which server, how much, and what to do. */
    public static String describe(String server, long aheadSeconds) {
        Duration difference = Duration.ofSeconds(Math.abs(aheadSeconds));
        String much =
                (difference.toHours() > 0 ? difference.toHours() + " h " : "") + difference.toMinutesPart() + " min";
        return "this machine's clock is " + much + (aheadSeconds > 0 ? " ahead of" : " behind") + " that of " + server
                + ": one of the two is wrong, and so are times of incidents; check the time synchronisation of both"
                + " (timedatectl)";
    }
}
