package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager's webhooks have said. The list that is asked for is the truth; this is what there is while nobody
 * answers, and what tells when an alert ended. Safe for use by any thread.
 *
 * <p>Nothing may be concluded from the order of arrival: members of a cluster send the same twice, late, and in the
 * wrong order (resolved, firing, resolved within seconds, of one alert that simply ended), and old payloads are sent
 * again. What counts are the times in the alerts: an end is older news than a start after it, and newer than any other.
 */
final class HookInbox {
    private static final int MOST = 20_000;
    private static final Duration ENDS_KEPT = Duration.ofHours(1);

    private final Map<String, Report> reports = new LinkedHashMap<>();

    /** The latest about one alert. */
    private record Report(ListedAlert alert, boolean firing, Instant receivedAt) {

        /** Tells whether this is older news than what is known. */
        boolean isOutdatedBy(Report known) {
            if (firing) {
                return known.firing
                        ? alert.startsAt().isBefore(known.alert.startsAt())
                        : !alert.startsAt().isAfter(known.alert.endsAt());
            }
            return known.firing
                    ? !alert.endsAt().isAfter(known.alert.startsAt())
                    : alert.endsAt().isBefore(known.alert.endsAt());
        }
    }

    synchronized void take(List<HookReader.HookAlert> alerts, Instant now) {
        for (HookReader.HookAlert alert : alerts) {
            String fingerprint = alert.alert().fingerprint();
            Report report = new Report(alert.alert(), alert.firing(), now);
            @Nullable Report known = reports.get(fingerprint);
            if (known == null || !report.isOutdatedBy(known)) {
                reports.remove(fingerprint);
                reports.put(fingerprint, report);
            }
        }
        Iterator<String> oldest = reports.keySet().iterator();
        while (reports.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Takes note that everything was read, so that what came in before then is known better. */
    synchronized void settle(Instant begunAt) {
        reports.values()
                .removeIf(report -> report.firing()
                        ? report.receivedAt().isBefore(begunAt)
                        : report.receivedAt().plus(ENDS_KEPT).isBefore(begunAt));
    }

    /** Returns what fires, as far as is known from here. */
    synchronized List<ListedAlert> firing() {
        List<ListedAlert> firing = new ArrayList<>();
        for (Report report : reports.values()) {
            if (report.firing()) {
                firing.add(report.alert());
            }
        }
        return firing;
    }

    /** Returns when an alert was resolved, if that was after {@code since}. */
    synchronized Optional<Instant> endOf(String fingerprint, Instant since) {
        return Optional.ofNullable(reports.get(fingerprint))
                .filter(report -> !report.firing())
                .map(report -> report.alert().endsAt())
                .filter(end -> end.isAfter(since));
    }
}
