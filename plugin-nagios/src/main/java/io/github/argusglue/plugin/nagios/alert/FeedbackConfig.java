package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is carried from Argus to the daemon and back.
 *
 * @param acknowledge whether acknowledgements in Argus are made in the daemon
 * @param tickets whether tickets become comments
 * @param comments whether comments of people are shown in the incident's log
 */
public record FeedbackConfig(
        @Doc("Whether a problem that is acknowledged in Argus is acknowledged in the monitoring system, too")
        @Default("false")
        boolean acknowledge,

        @Doc("Whether a ticket that is set in Argus becomes a comment in the monitoring system") @Default("false")
        boolean tickets,

        @Doc("Whether comments of people in the monitoring system are shown in the incident's log") @Default("true")
        boolean comments) {

    Set<Feedback.Kind> kinds() {
        Set<Feedback.Kind> kinds = EnumSet.noneOf(Feedback.Kind.class);
        if (acknowledge) {
            kinds.add(Feedback.Kind.ACKNOWLEDGED);
            kinds.add(Feedback.Kind.UNACKNOWLEDGED);
        }
        if (tickets) {
            kinds.add(Feedback.Kind.TICKET_SET);
        }
        return kinds;
    }
}
