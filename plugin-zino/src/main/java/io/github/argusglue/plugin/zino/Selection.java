package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which cases become incidents, and how long these last.
 *
 * @param bfd whether cases about BFD sessions do
 * @param portDescription what the description of a port has to look like
 * @param portStates states of a port that count as down
 * @param skipStates states of a case in which it is not reported
 * @param maintenance what planned maintenance does
 * @param closeOn what ends an incident
 * @param holdLost how long the incident of a case that Zino has lost is kept
 */
public record Selection(
        @Doc("Whether cases about BFD sessions are reported") @Default("false")
        boolean bfd,

        @Doc("Regular expression that is to be found in a port's description (ifAlias), or the case is not reported;"
                + " empty for all ports. The usual `,` stands for ports described as `customer, service`")
        @Default(",")
        String portDescription,

        @Doc("States of a port that open an incident; in any other it waits for one of these")
        @Default("[\"down\", \"lowerLayerDown\", \"notPresent\", \"flapping\"]")
        List<String> portStates,

        @Doc("States of a case in Zino in which it is not reported, such as `waiting`; an open incident is closed")
        List<String> skipStates,

        @Doc("Cases that planned maintenance has set to `ignored`: `hold` opens no incident and says so on an open one,"
                + " `close` closes it, `open` treats them like any other")
        @Default("hold")
        Maintenance maintenance,

        @Doc(
                "What ends an incident: the `case` being closed by a person in Zino, or the `recovery` of what it is about")
        @Default("case")
        CloseOn closeOn,

        @Doc("How long the incident of a case stays open that has vanished from Zino without having been closed there")
        @Default("1d")
        @Range(min = "0s", max = "365d")
        Duration holdLost) {

    /** What is done with a case under planned maintenance. */
    public enum Maintenance {
        /** No new incident; an open one stays, with a remark. */
        HOLD,
        /** No incident. */
        CLOSE,
        /** As if nothing were. */
        OPEN
    }

    /** What ends an incident. */
    public enum CloseOn {
        /** A person closes the case. */
        CASE,
        /** What it is about works again. */
        RECOVERY
    }

    /**
     * Checks the expression.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Selection {
        try {
            Pattern.compile(portDescription);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'port_description' is no regular expression: '" + portDescription + "': " + e.getDescription(), e);
        }
        portStates = List.copyOf(portStates);
        skipStates = List.copyOf(skipStates);
    }
}
