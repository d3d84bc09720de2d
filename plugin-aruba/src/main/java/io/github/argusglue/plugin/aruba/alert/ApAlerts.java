package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FirstSeen;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells from the list of access points which of them are down, and which no longer are. */
public final class ApAlerts {
    private final ApConfig config;
    private final String product;
    private final String scope;
    private final FirstSeen firstSeen;
    private Map<String, Alert> open = new LinkedHashMap<>();
    private int listed;
    /** As they were when all were read; null if they never were. */
    private @Nullable List<AccessPoint> allRead;

    /**
     * Creates it.
     *
     * @param product what the tag {@code aruba_product} says
     * @param scope scope of the alerts, if other lists of the system fail separately; empty for none
     * @param firstSeen since when those have been down of which the system does not say that
     */
    public ApAlerts(ApConfig config, String product, String scope, FirstSeen firstSeen) {
        this.config = config;
        this.product = product;
        this.scope = scope;
        this.firstSeen = firstSeen;
    }

    /**
     * Returns the alerts of the access points that are down. An empty list after one that was not empty is a partial
     * snapshot once.
     *
     * @param list access points of the system
     * @param complete whether it is known that these are all; otherwise, none ends because it is not in the list
     * @param now time of the context's clock
     */
    public Snapshot next(List<AccessPoint> list, boolean complete, Instant now) {
        int before = listed;
        listed = list.size();
        boolean vanished = list.isEmpty() && before > 0;
        if (allRead == null || (complete && !vanished)) {
            allRead = List.copyOf(list);
        }
        if (vanished) {
            return Snapshot.partial(
                    List.of(),
                    "the list of access points is empty, and had " + before
                            + " before: this is believed if the next one is empty, too");
        }
        Map<String, AccessPoint> byKey = new LinkedHashMap<>();
        list.forEach(ap -> byKey.putIfAbsent(ap.key(), ap.startedBefore(now)));
        List<String> withoutStart = byKey.values().stream()
                .filter(ap -> ap.state() != AccessPoint.State.UP && ap.downSince() == null)
                .map(AccessPoint::key)
                .toList();
        Map<String, Instant> seen =
                complete ? firstSeen.update(withoutStart, now) : firstSeen.updatePart(withoutStart, now);
        Map<String, Alert> down = new LinkedHashMap<>();
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        byKey.forEach((key, ap) -> {
            Alert known = open.get(key);
            Instant start = start(ap, known, seen, now);
            if (ap.state() == AccessPoint.State.UNKNOWN) {
                alerts.add(alert(ap, start)
                        .held("it is not known whether it is up")
                        .build());
                if (known != null) {
                    down.put(key, known);
                }
            } else if (ap.state() == AccessPoint.State.DOWN) {
                if (known != null || Duration.between(start, now).compareTo(config.apDownFor()) >= 0) {
                    Alert alert = alert(ap, start).build();
                    down.put(key, alert.equals(known) ? known : alert);
                    alerts.add(alert.equals(known) ? known : alert);
                } else {
                    leftOut.add("ap_down_for", key, () -> ap.label() + ": down for less than 'ap_down_for'");
                }
            } else if (known != null) {
                endings.add(Ending.reported(known.id(), now, "the access point is up"));
            }
        });
        open.forEach((key, alert) -> {
            if (!complete && !byKey.containsKey(key)) {
                down.put(key, alert);
            } else if (!byKey.containsKey(key)) {
                endings.add(Ending.inferred(alert.id(), now, "no longer in the list of access points"));
            }
        });
        open = down;
        return Snapshot.complete(alerts).withEndings(endings).withLeftOut(leftOut.build());
    }

    /** Returns whether the access points were ever read. */
    public boolean isRead() {
        return allRead != null;
    }

    /** Returns all access points, also if some could not be read the last time, so that alerts keep their tags. */
    public List<AccessPoint> known() {
        return allRead == null ? List.of() : allRead;
    }

    /** An access point that stays down keeps its start, even if the system now says another one. */
    private static Instant start(AccessPoint ap, @Nullable Alert known, Map<String, Instant> seen, Instant now) {
        if (known != null) {
            return known.startedAt();
        }
        return ap.downSince() == null ? seen.getOrDefault(ap.key(), now) : ap.downSince();
    }

    private Alert.Builder alert(AccessPoint ap, Instant start) {
        String site = ap.site().isEmpty() ? "" : " (" + ap.site() + ")";
        Alert.Builder alert = Alert.builder(AlertId.startedAt(ap.key(), start), start)
                .description("Access point " + ap.label() + " is down" + site)
                .severity(Severity.ofLevel(config.apDownLevel()))
                .detailsUrl(link(config, ap))
                .tag("aruba_product", product)
                .tag("device_type", "access_point");
        tag(alert, ap);
        if (!scope.isEmpty()) {
            alert.scope(scope);
        }
        if (ap.downSince() == null) {
            alert.tag("start_estimated", "true");
        }
        return alert;
    }

    /** Adds the tags that say which access point it is. */
    static void tag(Alert.Builder alert, AccessPoint ap) {
        tag(alert, "host", ap.label());
        tag(alert, "site", ap.site());
        tag(alert, "group", ap.group());
        tag(alert, "serial", ap.serial());
        tag(alert, "mac", ap.mac());
        tag(alert, "model", ap.model());
    }

    /** Adds a tag unless its value is empty. */
    static void tag(Alert.Builder alert, String name, String value) {
        if (!value.isBlank()) {
            alert.tag(name, value);
        }
    }

    /** Returns the configured link to an access point; null if none is configured. */
    static @Nullable URI link(ApConfig config, AccessPoint ap) {
        return config.detailsUrl()
                .map(template -> URI.create(template.replace("{serial}", encoded(ap.serial()))
                        .replace("{mac}", encoded(ap.mac()))
                        .replace("{name}", encoded(ap.name()))
                        .replace("{site}", encoded(ap.site()))))
                .orElse(null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
