package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is applied to Zino from Argus, and which log entries of Zino are shown in Argus.
 *
 * @param acknowledge state that an acknowledgement sets
 * @param tickets whether a ticket is added to the case's history
 * @param closeCases whether closing an incident closes the case
 * @param history which entries are shown in Argus
 */
record FeedbackConfig(
        @Doc("Case state that an acknowledgement in Argus sets, together with a note in the case's"
                + " history; `none` does not apply acknowledgements to Zino")
        @Default("none")
        AcknowledgeState acknowledge,

        @Doc("Whether a ticket that is set in Argus is added to the case's history") @Default("false")
        boolean tickets,

        @Doc("Whether closing an incident in Argus also closes the case in Zino") @Default("true")
        boolean closeCases,

        @Doc("Which entries of a case are shown in the incident's log: `notes` (notes and state changes"
                + " by people), `all` (also what Zino observes) or `none`")
        @Default("notes")
        HistoryMode history) {

    /** Case state that an acknowledgement sets. */
    enum AcknowledgeState {
        /** None: acknowledgements are not applied to Zino. */
        NONE,
        /** Somebody works on it. */
        WORKING,
        /** Somebody waits for somebody else. */
        WAITING;

        /** Returns the name of the state in Zino; empty for none. */
        Optional<String> state() {
            return switch (this) {
                case NONE -> Optional.empty();
                case WORKING -> Optional.of("working");
                case WAITING -> Optional.of("waiting");
            };
        }
    }

    /** Entries that are shown in Argus. */
    enum HistoryMode {
        /** None. */
        NONE,
        /** Notes and state changes by people. */
        NOTES,
        /** Also what Zino observes. */
        ALL
    }

    /** Returns the kinds of feedback that are applied to Zino. */
    Set<Feedback.Kind> feedbackKinds() {
        EnumSet<Feedback.Kind> kinds = EnumSet.noneOf(Feedback.Kind.class);
        if (acknowledge != AcknowledgeState.NONE) {
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
