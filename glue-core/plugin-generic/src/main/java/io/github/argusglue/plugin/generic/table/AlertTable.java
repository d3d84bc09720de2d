package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.AlertName;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.OpenAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all messages so far mean together. The same messages give the same table in any order and however often each of
 * them comes, because each fact in it is the greatest of its kind:
 *
 * <ul>
 *   <li>for each name, the latest occurrence, and of what was said about it, the latest;
 *   <li>for each name, the latest closing. It ends the occurrences that began until then; a numbered alert for ever, or
 *       until a later message if numbers reopen;
 *   <li>for each scope, the time of the latest complete picture. What was last reported open before then is over.
 * </ul>
 *
 * <p>Not safe for use by several threads. No clock, no I/O.
 */
public final class AlertTable {
    /** Closings are remembered for this long, so that a message about what they closed does not open it again. */
    public static final Duration REMEMBERED = Duration.ofDays(7);

    /** At most this many closings are remembered, the latest ones. */
    public static final int MOST_CLOSINGS = 20_000;

    /** When there are more, so many stay: cutting one by one would sort them each time. */
    private static final int KEPT_CLOSINGS = MOST_CLOSINGS / 10 * 9;

    private static final Duration NOTICES_REMEMBERED = Duration.ofHours(1);

    /** Key of the pictures of the whole source; a scope is never empty. */
    private static final String WHOLE = "";

    private final Map<AlertName, TableEntry> entries = new LinkedHashMap<>();
    private final Map<String, Instant> completeAt = new TreeMap<>();
    private final Map<String, Message.Happened> notices = new TreeMap<>();
    private final boolean numbersReopen;
    private long changes;

    /**
     * Creates an empty table.
     *
     * @param numbersReopen whether a numbered alert that was closed is open again if a later message says so
     */
    public AlertTable(boolean numbersReopen) {
        this.numbersReopen = numbersReopen;
    }

    /** Returns a copy, which changes by itself. */
    public AlertTable copy() {
        AlertTable copy = new AlertTable(numbersReopen);
        entries.forEach((name, entry) -> copy.entries.put(name, new TableEntry(entry)));
        copy.completeAt.putAll(completeAt);
        copy.notices.putAll(notices);
        copy.changes = changes;
        return copy;
    }

    /** Adds what a message says. */
    public void apply(Message message) {
        if (message instanceof Message.Picture picture) {
            picture.alerts().forEach(alert -> open(alert, picture.at()));
            if (picture.complete()) {
                String scope = picture.scope();
                completeAt.merge(scope == null ? WHOLE : scope, picture.at(), AlertTable::later);
            }
        } else if (message instanceof Message.Open open) {
            open(open.alert(), open.at());
        } else if (message instanceof Message.Close close) {
            entry(close.name()).close(close, ++changes);
        } else if (message instanceof Message.Happened happened) {
            notices.putIfAbsent(happened.notice().id(), happened);
        }
    }

    private void open(OpenAlert alert, Instant at) {
        entry(alert.name()).open(alert, at);
    }

    private TableEntry entry(AlertName name) {
        return entries.computeIfAbsent(name, key -> new TableEntry(key, numbersReopen));
    }

    /** Forgets that complete pictures are known, after messages were lost. What they ended stays so. */
    public void forgetPictures() {
        entries.values().removeIf(entry -> entry.close() == null && absentSince(entry) != null);
        completeAt.clear();
    }

    /** Returns all names that the table has something about, in the order in which they came; unmodifiable. */
    public Collection<TableEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Returns the notices of the last hour; unmodifiable. */
    public Collection<Message.Happened> notices() {
        return Collections.unmodifiableCollection(notices.values());
    }

    /** Returns the number of the last closing; later ones have greater numbers. */
    public long changes() {
        return changes;
    }

    /** Returns whether a complete picture of the whole source is known. */
    public boolean hasWholePicture() {
        return completeAt.containsKey(WHOLE);
    }

    /**
     * Returns the time of the complete picture that lacks an alert that was reported open before; null if there is
     * none.
     */
    public @Nullable Instant absentSince(TableEntry entry) {
        OpenAlert alert = entry.alert();
        Instant absent = completeAt.get(WHOLE);
        String scope = alert == null ? null : alert.scope();
        if (scope != null && completeAt.containsKey(scope)) {
            Instant scoped = completeAt.get(scope);
            absent = absent == null ? scoped : later(absent, scoped);
        }
        return absent != null && entry.seenAt().isBefore(absent) ? absent : null;
    }

    /** Passes on messages that together give this table. */
    public void forEachMessage(Consumer<Message> action) {
        completeAt.forEach(
                (scope, at) -> action.accept(MessageReader.emptyPicture(scope.equals(WHOLE) ? null : scope, at)));
        notices.values().forEach(action);
        entries.values().forEach(entry -> entry.forEachMessage(action));
    }

    /**
     * Forgets what is over for so long that nothing more is expected of it.
     *
     * @param now the time
     */
    public void forget(Instant now) {
        Instant limit = now.minus(REMEMBERED);
        notices.values().removeIf(happened -> happened.at().isBefore(now.minus(NOTICES_REMEMBERED)));
        List<TableEntry> closed = new ArrayList<>();
        entries.values().removeIf(entry -> isForgotten(entry, limit));
        for (TableEntry entry : entries.values()) {
            if (entry.close() != null) {
                closed.add(entry);
            }
        }
        if (closed.size() > MOST_CLOSINGS) {
            closed.sort(Comparator.comparing(TableEntry::closedAt));
            for (TableEntry entry : closed.subList(0, closed.size() - KEPT_CLOSINGS)) {
                entry.forgetClose();
            }
            entries.values().removeIf(TableEntry::isEmpty);
        }
    }

    private boolean isForgotten(TableEntry entry, Instant limit) {
        if (entry.close() != null && entry.closedAt().isBefore(limit)) {
            entry.forgetClose();
        }
        Instant absent = entry.alert() == null ? null : absentSince(entry);
        return entry.isEmpty() || (entry.close() == null && absent != null && absent.isBefore(limit));
    }

    /** Returns the later one of two times. */
    public static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
