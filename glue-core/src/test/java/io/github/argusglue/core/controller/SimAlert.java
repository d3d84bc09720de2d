package io.github.argusglue.core.controller;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One alert of a simulation: its state in the source, and what people have done with it in Argus. */
public final class SimAlert {
    /** Whether the close of a person keeps it quiet. */
    public enum Quiet {
        /** It has to be open in Argus if it is open in the source. */
        NO,
        /** A person closed it while it was open in the source, and it has been open there ever since. */
        YES,
        /** It may have ended and returned; whether argus-glue noticed is uncertain. */
        MAYBE,
        /** It ended, and argus-glue noticed. */
        CLEARED
    }

    public final String key;
    public final boolean unique;
    public boolean open;
    public boolean held;
    public boolean poison;
    public Instant start = Instant.EPOCH;
    public int level = 3;
    public int text;
    public Quiet quiet = Quiet.NO;

    /** A rule drops the alert while it has this text. */
    public static final int NOISE = 2;

    /** Whether the last snapshot contained it with that text. */
    public boolean isNoise;

    @Nullable
    public Acknowledgement ack;

    /** How often it has begun. */
    public int occurrences;

    /**
     * When it was first missing from a complete snapshot that was processed while its incident was known to be closed.
     */
    @Nullable
    public Instant missedAt;

    /** Whether a person closed an incident of it that was not known to be open. */
    public boolean closeOfUnknown;

    /**
     * Whether one of our changes has overwritten the close of a person; only a process that follows the feed notices.
     */
    public boolean closeUndone;

    public SimAlert(String key, boolean unique) {
        this.key = key;
        this.unique = unique;
    }

    public AlertId id() {
        return unique ? AlertId.unique(key) : AlertId.startedAt(key, start);
    }

    public String description() {
        return (poison ? "poison " : "") + key + " " + text;
    }

    public Alert alert() {
        Alert.Builder alert = Alert.builder(id(), start)
                .description(description())
                .severity(Severity.ofLevel(level))
                .tag("key", key)
                .tag("text", String.valueOf(text));
        if (ack != null) {
            alert.acknowledgement(ack);
        }
        return held ? alert.held("silent").build() : alert.build();
    }

    @Override
    public String toString() {
        return key + (open ? " open" : " over") + (held ? " held" : "") + (poison ? " poison" : "")
                + (ack == null
                        ? ""
                        : " acked at " + ack.at()
                                + ack.until().map(at -> " until " + at).orElse(""))
                + " " + quiet;
    }
}
