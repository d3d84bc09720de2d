package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Reads lists of which one can fail while the others can be read, and makes one snapshot of them. */
public final class ListsSnapshot {
    private ListsSnapshot() {}

    /**
     * What was read of one list, and what of it could not be.
     *
     * @param gap one line for people; empty if all of it was read
     */
    public record Part(List<Alert> alerts, List<Ending> endings, String gap) {}

    /** Reads one list. */
    @FunctionalInterface
    public interface Reading {
        /** Reads the list. */
        Part read() throws SourceException, InterruptedException;
    }

    /**
     * Reads the lists one after the other. The scope of a list that fails is unknown.
     *
     * @param lists by their scopes
     * @param isUseful whether the others are of use if one fails; asked when that happens
     * @throws SourceException if no list can be read, or the server refuses to answer at all
     */
    public static Snapshot read(Map<String, Reading> lists, BooleanSupplier isUseful)
            throws SourceException, InterruptedException {
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        Map<String, String> gaps = new LinkedHashMap<>();
        for (Map.Entry<String, Reading> list : lists.entrySet()) {
            try {
                Part part = list.getValue().read();
                alerts.addAll(part.alerts());
                endings.addAll(part.endings());
                if (!part.gap().isEmpty()) {
                    gaps.put(list.getKey(), part.gap());
                }
            } catch (SourceException e) {
                boolean onlyThis =
                        e.kind() == SourceException.Kind.UNREACHABLE || e.kind() == SourceException.Kind.BAD_ANSWER;
                if (!onlyThis || lists.size() == 1 || !gaps.isEmpty() || !isUseful.getAsBoolean()) {
                    throw e;
                }
                gaps.put(list.getKey(), String.valueOf(e.getMessage()));
            }
        }
        Snapshot snapshot = Snapshot.complete(alerts).withEndings(endings);
        for (Map.Entry<String, String> gap : gaps.entrySet()) {
            snapshot = snapshot.except(gap.getKey(), gap.getValue());
        }
        return snapshot;
    }
}
