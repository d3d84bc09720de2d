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
 * Alerts from Alertmanager's webhooks. The list of alerts is authoritative. This cache is used while no member answers,
 * and for the time when an alert ended. Safe for use by any thread.
 *
 * <p>The order of arrival means nothing: the members of a cluster send the same alert twice, late, and in the wrong
 * order (resolved, firing, resolved within seconds, for one alert that simply ended), and old payloads are sent again.
 * Only the times in the alerts count: an end is older than a start after it, and newer than any other start.
 */
final class WebhookAlertCache {
    private static final int MAX_ENTRIES = 20_000;
    private static final Duration ENDED_RETENTION = Duration.ofHours(1);

    private final Map<String, WebhookReport> reports = new LinkedHashMap<>();

    /** The latest report about one alert. */
    private record WebhookReport(ListedAlert alert, boolean firing, Instant receivedAt) {

        /** Returns whether the known report is newer than this one. */
        boolean isOutdatedBy(WebhookReport known) {
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

    synchronized void add(List<WebhookPayloadReader.WebhookAlert> alerts, Instant now) {
        for (WebhookPayloadReader.WebhookAlert alert : alerts) {
            String fingerprint = alert.alert().fingerprint();
            WebhookReport report = new WebhookReport(alert.alert(), alert.firing(), now);
            @Nullable WebhookReport known = reports.get(fingerprint);
            if (known == null || !report.isOutdatedBy(known)) {
                reports.remove(fingerprint);
                reports.put(fingerprint, report);
            }
        }
        Iterator<String> oldest = reports.keySet().iterator();
        while (reports.size() > MAX_ENTRIES) {
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * Discards reports that a full read has replaced.
     *
     * @param begunAt when the read began
     */
    synchronized void discardBefore(Instant begunAt) {
        reports.values()
                .removeIf(report -> report.firing()
                        ? report.receivedAt().isBefore(begunAt)
                        : report.receivedAt().plus(ENDED_RETENTION).isBefore(begunAt));
    }

    /** Returns the alerts that are firing according to webhooks. */
    synchronized List<ListedAlert> firing() {
        List<ListedAlert> firing = new ArrayList<>();
        for (WebhookReport report : reports.values()) {
            if (report.firing()) {
                firing.add(report.alert());
            }
        }
        return firing;
    }

    /** Returns when an alert was resolved, if that was after {@code since}. */
    synchronized Optional<Instant> resolvedAt(String fingerprint, Instant since) {
        return Optional.ofNullable(reports.get(fingerprint))
                .filter(report -> !report.firing())
                .map(report -> report.alert().endsAt())
                .filter(end -> end.isAfter(since));
    }
}
