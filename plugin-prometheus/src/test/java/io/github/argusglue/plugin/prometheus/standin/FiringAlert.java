package io.github.argusglue.plugin.prometheus.standin;

import java.time.Instant;
import java.util.Map;

/** One firing alert of the simulated Prometheus, and whether it is sent. */
record FiringAlert(Map<String, String> labels, Map<String, String> annotations, Instant startsAt, boolean repeated) {

    FiringAlert annotated(Map<String, String> next) {
        return new FiringAlert(labels, next, startsAt, repeated);
    }

    FiringAlert restarted(Instant now) {
        return new FiringAlert(labels, annotations, now, repeated);
    }

    FiringAlert repeated(boolean next) {
        return new FiringAlert(labels, annotations, startsAt, next);
    }
}
