package io.github.argusglue.core.controller;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One problem of a generated history: as it is in the source, and what people have said about it in Argus. */
public final class SimAlert {
    /** Whether a person's close keeps it quiet. */
    public enum Quiet {
        /** It has to be open in Argus if it is in the source. */
        NO,
        /** A person closed it while it was in the source, and it has been there ever since. */
        YES,
        /** It went away and came back meanwhile, so far as the source is concerned; nobody can be sure who knows. */
        MAYBE,
        /** It went away, and that was seen. */
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

    /** A rule drops it as long as its text is this one. */
    public static final int NOISE = 2;

    /** The last snapshot that was delivered named it with that text. */
    public boolean isNoise;

    @Nullable
    public Acknowledgement ack;

    /** How often it has begun. */
    public int begun;

    /** When a complete snapshot first missed it that was taken in by one who knows its incident to be closed. */
    @Nullable
    public Instant missedAt;

    /** A person closed an incident of it that nobody knew to be open. */
    public boolean unsure;

    /** A change of ours has undone a person's close at least once: only one who follows the feed can know. */
    public boolean undone;

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
