package io.github.argusglue.core.controller;

import io.github.argusglue.core.config.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Shows that a source has told of very many ends: they are believed, but somebody should look. */
final class ToldEnds {
    private final Logger log;
    private @Nullable String notice;

    ToldEnds(Logger log) {
        this.log = log;
    }

    /**
     * Takes what the newest plan found; logs when it begins.
     *
     * @param count how many ended within the time, if they are many; else 0
     */
    void note(int count, Duration within) {
        boolean begins = notice == null && count > 0;
        notice = count == 0
                ? null
                : count + " incidents were ended within " + DurationText.format(within)
                        + " because the source said that their alerts are over: if that is not so, look at the source";
        if (begins) {
            log.warn("{}", notice);
        }
    }

    /** Returns what to show; null for nothing. */
    @Nullable
    String notice() {
        return notice;
    }
}
