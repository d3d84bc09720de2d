package io.github.argusglue.core.controller;

import io.github.argusglue.core.config.DurationText;
import io.github.argusglue.core.status.Count;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warns when a source reports very many endings. They are applied, but an operator should check. */
final class ReportedEndingsNotice {
    private final Logger log;
    private @Nullable String notice;

    ReportedEndingsNotice(Logger log) {
        this.log = log;
    }

    /**
     * Takes the count of the latest plan; logs when the notice begins.
     *
     * @param count how many incidents ended within the time, if they are many; otherwise 0
     */
    void note(int count, Duration within) {
        boolean begins = notice == null && count > 0;
        notice = count == 0
                ? null
                : Count.of(count, "incident") + " ended within " + DurationText.format(within)
                        + " because the source reported that their alerts ended: if that is wrong, check the source";
        if (begins) {
            log.warn("{}", notice);
        }
    }

    /** Returns the notice to show; null if there is none. */
    @Nullable
    String notice() {
        return notice;
    }
}
