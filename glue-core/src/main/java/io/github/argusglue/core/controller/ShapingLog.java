package io.github.argusglue.core.controller;

import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.shape.AlertShaper;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;

/** Logs what was found while shaping alerts: news once, warnings like a repeated fault. */
final class ShapingLog {
    private final Logger log;
    private final FaultLog faults;

    ShapingLog(Logger log, InstantSource clock) {
        this.log = log;
        this.faults = new FaultLog(log, "snapshot", clock);
    }

    void note(AlertShaper shaper) {
        shaper.takeFlapMessages().forEach(line -> log.info("{}", line));
        List<String> warnings = shaper.warnings();
        if (warnings.isEmpty()) {
            faults.recovered();
        } else {
            String rest = warnings.size() == 1 ? "" : " (and " + (warnings.size() - 1) + " more)";
            faults.warn(warnings.get(0), warnings.get(0) + rest);
        }
    }
}
