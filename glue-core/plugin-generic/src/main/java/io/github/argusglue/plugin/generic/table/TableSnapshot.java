package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes snapshots of a table. What is over is said with the time and the reason that are known. */
public final class TableSnapshot {
    private final @Nullable Duration ttl;
    private final Instant startedAt;
    private long before;
    private long latest;

    /**
     * Creates one.
     *
     * @param ttl how long an alert lasts without being sent again, if its message does not say; null for ever
     * @param startedAt since when messages are taken: what was stored before had no chance to be sent again
     */
    public TableSnapshot(@Nullable Duration ttl, Instant startedAt) {
        this.ttl = ttl;
        this.startedAt = startedAt;
    }

    /**
     * Returns what is open at a time, and what is over.
     *
     * @param holdReason why alerts that were not sent again are not over; null if they are
     * @param more another alert
     */
    public Snapshot of(AlertTable table, Instant now, @Nullable String holdReason, Optional<Alert> more) {
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        for (TableEntry entry : table.entries()) {
            Alert shown = entry.shown();
            if (shown == null) {
                addClosing(entry, endings);
                if (entry.isOpenInVain() && table.absentSince(entry) == null) {
                    leftOut.add("reopen_ids", entry.name().text(), "reported open again after it was closed");
                }
            } else {
                Ending ending = absent(table, entry, shown);
                Instant expiry = entry.expiresAt(ttl, startedAt);
                if (ending != null) {
                    endings.add(ending);
                } else if (expiry == null || !expiry.isBefore(now)) {
                    alerts.add(shown);
                } else if (holdReason != null) {
                    alerts.add(entry.held(holdReason, expiry));
                } else {
                    endings.add(Ending.inferred(shown.id(), expiry, "not sent again within its time to live"));
                }
            }
        }
        more.ifPresent(alerts::add);
        before = latest;
        latest = table.changes();
        Snapshot snapshot = table.hasWholePicture()
                ? Snapshot.complete(alerts)
                : Snapshot.partial(
                        alerts,
                        "no complete list of this source has been received so far: an alert ends only by a message or its"
                                + " time to live");
        return snapshot.withEndings(endings).withLeftOut(leftOut.build());
    }

    /** A closing is said twice, for a snapshot that the core could not use, and once more by the next adapter. */
    private void addClosing(TableEntry entry, List<Ending> endings) {
        Message.Close close = entry.close();
        if (close != null && entry.closeNumber() > before) {
            endings.add(Ending.reported(entry.name().occurrence(entry.closedUntil()), close.end(), close.reason()));
        }
    }

    /** Returns the end of an alert that the latest complete picture lacks; null if it has it. */
    private static @Nullable Ending absent(AlertTable table, TableEntry entry, Alert shown) {
        Instant absent = table.absentSince(entry);
        return absent == null ? null : Ending.inferred(shown.id(), absent, "not in the list of open alerts any more");
    }
}
