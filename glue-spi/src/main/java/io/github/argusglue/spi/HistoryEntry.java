package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of an alert's log in the source. Entries that are equal are the same entry. */
@Unstable
public final class HistoryEntry {
    private final Instant at;
    private final String author;
    private final String text;

    private HistoryEntry(Instant at, String author, String text) {
        this.at = requireNonNull(at, "at is null");
        this.author = requireNonNull(author, "author is null");
        this.text = requireNonNull(text, "text is null");
    }

    /**
     * Returns an entry.
     *
     * @param at when it was written
     * @param author who wrote it
     * @param text what it says
     */
    public static HistoryEntry of(Instant at, String author, String text) {
        return new HistoryEntry(at, author, text);
    }

    /** Returns when it was written. */
    public Instant at() {
        return at;
    }

    /** Returns who wrote it. */
    public String author() {
        return author;
    }

    /** Returns what it says. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof HistoryEntry other
                && at.equals(other.at)
                && author.equals(other.author)
                && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return at.hashCode() * 31 + text.hashCode();
    }
}
