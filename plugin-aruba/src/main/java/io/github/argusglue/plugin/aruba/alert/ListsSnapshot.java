package io.github.argusglue.plugin.aruba.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes one snapshot of the access points and alerts of a cloud, of which one can fail while the other can be read. */
public final class ListsSnapshot {
    /** Scope of the access points that are down. */
    public static final String AP_SCOPE = "access-points";
    /** Scope of the alerts. */
    public static final String ALERT_SCOPE = "alerts";

    private ListsSnapshot() {}

    /**
     * What was read of one list, and what of it could not be.
     *
     * @param leftOut problems that do not become incidents
     * @param gap one line for people; empty if all of it was read
     */
    public record Part(List<Alert> alerts, List<Ending> endings, LeftOut leftOut, String gap) {}

    /** Reads one list. */
    @FunctionalInterface
    public interface Reading {
        /** Reads the list. */
        Part read() throws SourceException, InterruptedException;
    }

    /**
     * Reads the lists one after the other, as far as they are configured. The scope of a list that fails is unknown.
     *
     * @param kinds which of them are configured
     * @param apAlerts what is known of the access points
     * @param accessPoints reads the access points
     * @param alerts reads the alerts
     * @throws SourceException if no list can be read, or the server refuses to answer at all
     */
    public static Snapshot read(AlertConfig kinds, ApAlerts apAlerts, Reading accessPoints, Reading alerts)
            throws SourceException, InterruptedException {
        Map<String, Reading> lists = new LinkedHashMap<>();
        if (kinds.accessPoints()) {
            lists.put(AP_SCOPE, accessPoints);
        }
        if (kinds.alerts()) {
            lists.put(ALERT_SCOPE, alerts);
        }
        List<Alert> open = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        Map<String, String> gaps = new LinkedHashMap<>();
        for (Map.Entry<String, Reading> list : lists.entrySet()) {
            try {
                Part part = list.getValue().read();
                open.addAll(part.alerts());
                endings.addAll(part.endings());
                leftOut.addAll(part.leftOut());
                if (!part.gap().isEmpty()) {
                    gaps.put(list.getKey(), part.gap());
                }
            } catch (SourceException e) {
                boolean onlyThis =
                        e.kind() == SourceException.Kind.UNREACHABLE || e.kind() == SourceException.Kind.BAD_ANSWER;
                // Without the list of access points, alerts would lose their tags.
                if (!onlyThis || lists.size() == 1 || !gaps.isEmpty() || !apAlerts.isRead()) {
                    throw e;
                }
                gaps.put(list.getKey(), String.valueOf(e.getMessage()));
            }
        }
        Snapshot snapshot = Snapshot.complete(open).withEndings(endings).withLeftOut(leftOut.build());
        for (Map.Entry<String, String> gap : gaps.entrySet()) {
            snapshot = snapshot.except(gap.getKey(), gap.getValue());
        }
        return snapshot;
    }

    /**
     * Returns which access points are down.
     *
     * @param rows the list that was read
     * @param accessPoint reads one row
     */
    public static Part accessPoints(
            ApAlerts apAlerts, PagedList.Rows rows, Function<JsonNode, AccessPoint> accessPoint, Instant now) {
        List<AccessPoint> list = rows.all().stream().map(accessPoint).toList();
        Snapshot found = apAlerts.next(list, rows.gap().isEmpty(), now);
        return new Part(
                found.alerts(),
                found.endings(),
                found.leftOut(),
                rows.gap() + found.partialReason().orElse(""));
    }
}
