package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.AlertName;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.OpenAlert;
import io.github.argusglue.spi.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one alert: its latest occurrence, unless that is closed, and its latest closing. */
public final class TableEntry {
    private static final Comparator<Message.Close> LATEST = Comparator.comparing(TableEntry::closesUntil)
            .thenComparing(Message.Close::end)
            .thenComparing(Message.Close::at)
            .thenComparing(Message.Close::reason);

    /** A numbered alert has one occurrence, so only what was said last counts. */
    private static final Comparator<Message.Close> LATEST_OF_NUMBER =
            Comparator.comparing(Message.Close::at).thenComparing(LATEST);

    private final AlertName name;
    private final boolean reopens;
    private Message.@Nullable Open open;

    /** When it was first reported open: the start of a numbered alert that does not say when it began. */
    private Instant firstSeen = Instant.MAX;

    /** When it was last reported open, even with an earlier start than that of {@code open}. */
    private Instant seenAt = Instant.MIN;

    private Message.@Nullable Close close;
    private long closeNumber;
    private @Nullable Alert shown;

    TableEntry(AlertName name, boolean reopens) {
        this.name = name;
        this.reopens = reopens;
    }

    TableEntry(TableEntry other) {
        name = other.name;
        reopens = other.reopens;
        open = other.open;
        firstSeen = other.firstSeen;
        seenAt = other.seenAt;
        close = other.close;
        closeNumber = other.closeNumber;
        shown = other.shown;
    }

    void open(OpenAlert alert, Instant at) {
        seenAt = AlertTable.later(seenAt, at);
        Message.Open before = open;
        if (at.isBefore(firstSeen)) {
            firstSeen = at;
            shown = name.numbered() ? null : shown;
        }
        if (isClosed(alert, at)) {
            return;
        }
        int order = before == null ? 1 : compare(alert, at, before);
        if (order > 0) {
            open = MessageReader.open(alert, at);
            if (before == null || !before.alert().json().equals(alert.json())) {
                shown = null;
            }
        }
    }

    private static int compare(OpenAlert alert, Instant at, Message.Open before) {
        if (!alert.name().numbered()) {
            int starts = startOf(alert).compareTo(startOf(before.alert()));
            if (starts != 0) {
                return starts;
            }
        }
        int times = at.compareTo(before.at());
        return times != 0 ? times : alert.json().compareTo(before.alert().json());
    }

    void close(Message.Close message, long number) {
        Message.Close before = close;
        if (before == null || (name.numbered() ? LATEST_OF_NUMBER : LATEST).compare(message, before) > 0) {
            close = message;
            closeNumber = number;
        }
        Message.Open latest = open;
        if (latest != null && isClosed(latest.alert(), latest.at())) {
            open = null;
            shown = null;
        }
    }

    private boolean isClosed(OpenAlert alert, Instant at) {
        Message.Close latest = close;
        if (latest == null) {
            return false;
        }
        return name.numbered()
                ? !reopens || !at.isAfter(latest.at())
                : !startOf(alert).isAfter(closesUntil(latest));
    }

    private static Instant startOf(OpenAlert alert) {
        return Objects.requireNonNull(alert.start(), "an alert with a key has a start");
    }

    private static Instant closesUntil(Message.Close message) {
        return Objects.requireNonNullElse(message.start(), message.end());
    }

    void forgetClose() {
        close = null;
    }

    boolean isEmpty() {
        return open == null && close == null;
    }

    /** Returns what the sender calls it. */
    public AlertName name() {
        return name;
    }

    /** Returns the latest occurrence; null if it is closed. A complete picture may lack it. */
    public @Nullable OpenAlert alert() {
        Message.Open latest = open;
        return latest == null ? null : latest.alert();
    }

    /** Returns the latest occurrence for the core, the same object for as long as nothing changes; null if closed. */
    public @Nullable Alert shown() {
        Message.Open latest = open;
        if (latest != null && shown == null) {
            shown = latest.alert().alert(firstSeen);
        }
        return shown;
    }

    /** Returns the latest occurrence as one of which nobody knows whether it is over. Only if it is not closed. */
    public Alert held(String reason, Instant since) {
        return Objects.requireNonNull(open, "closed").alert().held(firstSeen, reason, since);
    }

    /** Returns when it was last reported open. */
    public Instant seenAt() {
        return seenAt;
    }

    /**
     * Returns when it ends unless it is sent again; null if it does not end so.
     *
     * @param otherwise time to live of an alert that has none; null for no limit
     * @param earliest when its time to live begins at the earliest
     */
    public @Nullable Instant expiresAt(@Nullable Duration otherwise, Instant earliest) {
        OpenAlert alert = alert();
        Duration own = alert == null ? null : alert.ttl();
        Duration ttl = own == null ? otherwise : own;
        return ttl == null ? null : AlertTable.later(seenAt, earliest).plus(ttl);
    }

    /** Returns the latest closing; null if there is none. It does not close the latest occurrence if there is one. */
    public Message.@Nullable Close close() {
        return close;
    }

    /** Returns whether it is a number that was closed for ever and is reported open all the same. */
    public boolean isOpenInVain() {
        return name.numbered() && open == null && close != null && seenAt.isAfter(close.at());
    }

    /** Returns a number that grows with each closing of the table. */
    public long closeNumber() {
        return closeNumber;
    }

    /** Returns until when the occurrences that are closed began. Only if there is a closing. */
    public Instant closedUntil() {
        return closesUntil(Objects.requireNonNull(close, "not closed"));
    }

    Instant closedAt() {
        return Objects.requireNonNull(close, "not closed").at();
    }

    void forEachMessage(Consumer<Message> action) {
        Message.Open latest = open;
        Message.Close last = close;
        if (latest != null) {
            action.accept(latest);
            if (name.numbered() && firstSeen.isBefore(latest.at())) {
                action.accept(MessageReader.open(latest.alert(), firstSeen));
            }
        }
        if (last != null) {
            action.accept(last);
            if (latest == null && reopens && name.numbered() && !firstSeen.equals(Instant.MAX)) {
                action.accept(MessageReader.open(OpenAlert.earliest(name), firstSeen));
            }
        }
        Instant told =
                latest != null ? latest.at() : last != null ? AlertTable.later(last.end(), last.at()) : Instant.MAX;
        if (!name.numbered() && seenAt.isAfter(told)) {
            action.accept(MessageReader.open(OpenAlert.earliest(name), seenAt));
        }
    }
}
