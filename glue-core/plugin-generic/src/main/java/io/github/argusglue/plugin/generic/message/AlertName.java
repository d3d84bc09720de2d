package io.github.argusglue.plugin.generic.message;

import io.github.argusglue.spi.AlertId;
import java.time.Instant;

/**
 * What the sender calls an alert.
 *
 * @param text its {@code key}, which is the same for each occurrence, or its {@code id}, which names one occurrence
 * @param numbered whether it is an {@code id}
 */
public record AlertName(String text, boolean numbered) implements Comparable<AlertName> {

    /**
     * Returns the identity of an occurrence.
     *
     * @param start when it began; not used for an {@code id}
     */
    public AlertId occurrence(Instant start) {
        return numbered ? AlertId.unique(text) : AlertId.startedAt(text, start);
    }

    @Override
    public int compareTo(AlertName other) {
        int order = text.compareTo(other.text);
        return order != 0 ? order : Boolean.compare(numbered, other.numbered);
    }

    /** Returns the name as the format writes it: {@code key 'disk-a'}. */
    @Override
    public String toString() {
        return (numbered ? "id '" : "key '") + text + "'";
    }
}
