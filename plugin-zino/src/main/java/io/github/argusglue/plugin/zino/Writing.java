package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is carried from Argus to Zino, and which lines of a case's log are shown in Argus.
 *
 * @param acknowledge state that an acknowledgement sets
 * @param tickets whether a ticket becomes a line in the case's history
 * @param closeCases whether closing an incident closes the case
 * @param history which lines are shown in Argus
 */
public record Writing(
        @Doc("State that an acknowledgement in Argus sets an open case to, with a line in its history; with `none`"
                + " acknowledgements are not carried to Zino")
        @Default("none")
        Acknowledge acknowledge,

        @Doc("Whether a ticket set in Argus becomes a line in the case's history") @Default("false")
        boolean tickets,

        @Doc("Whether a person who closes an incident in Argus closes the case in Zino, too") @Default("true")
        boolean closeCases,

        @Doc("Which lines of a case are shown in the incident's log: the `notes` and changes of state that people make,"
                + " `all` with what Zino itself observes, or `none`")
        @Default("notes")
        History history) {

    /** State set by an acknowledgement. */
    public enum Acknowledge {
        /** Acknowledgements stay in Argus. */
        NONE,
        /** Somebody works on it. */
        WORKING,
        /** Somebody waits for somebody else. */
        WAITING;

        /** Returns the state's name in Zino; empty for none. */
        Optional<String> state() {
            return switch (this) {
                case NONE -> Optional.empty();
                case WORKING -> Optional.of("working");
                case WAITING -> Optional.of("waiting");
            };
        }
    }

    /** Lines shown in Argus. */
    public enum History {
        /** None. */
        NONE,
        /** Those that people make. */
        NOTES,
        /** What Zino observes, too. */
        ALL
    }

    /** Returns what is carried to Zino. */
    Set<Feedback.Kind> kinds() {
        EnumSet<Feedback.Kind> kinds = EnumSet.noneOf(Feedback.Kind.class);
        if (acknowledge != Acknowledge.NONE) {
            kinds.add(Feedback.Kind.ACKNOWLEDGED);
            kinds.add(Feedback.Kind.UNACKNOWLEDGED);
        }
        if (tickets) {
            kinds.add(Feedback.Kind.TICKET_SET);
        }
        if (closeCases) {
            kinds.add(Feedback.Kind.CLOSED);
            kinds.add(Feedback.Kind.REOPENED);
        }
        return kinds;
    }
}
