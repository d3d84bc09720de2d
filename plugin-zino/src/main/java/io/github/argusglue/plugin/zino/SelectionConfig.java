package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which cases become incidents, and for how long.
 *
 * @param bfd whether BFD cases are reported
 * @param portDescription regular expression for the descriptions of reported ports
 * @param portStates states of a port that count as down
 * @param skipStates states in which a case is not reported
 * @param maintenance how planned maintenance is handled
 * @param closeOn what closes an incident
 * @param holdLost how long the incident of a lost case stays open
 */
record SelectionConfig(
        @Doc("Whether cases of BFD sessions are reported") @Default("false") @LeavesOut("cases of BFD sessions")
        boolean bfd,

        @Doc("Regular expression that must match a part of the port's description (ifAlias); other ports"
                + " are not reported. Empty for all ports. The default `,` matches descriptions"
                + " like `customer, service`")
        @Default(",")
        @LeavesOut("ports with another description")
        String portDescription,

        @Doc("Port states that open an incident; in any other state the case waits for one of these")
        @Default("[\"down\", \"lowerLayerDown\", \"notPresent\", \"flapping\"]")
        List<String> portStates,

        @Doc("Case states in Zino that are not reported, such as `waiting`; an open incident is closed")
        List<String> skipStates,

        @Doc("How to handle cases that planned maintenance has set to `ignored`: `hold` opens no"
                + " incident and marks an open one, `close` closes an open incident, `open` treats"
                + " them like any other case")
        @Default("hold")
        @LeavesOut("new cases under planned maintenance")
        Maintenance maintenance,

        @Doc("What closes an incident: `case`, a person closes the case in Zino; or `recovery`, the"
                + " subject of the case recovers")
        @Default("case")
        CloseOn closeOn,

        @Doc("How long an incident stays open after its case disappeared from Zino without being closed")
        @Default("1d")
        @Range(min = "0s", max = "365d")
        Duration holdLost) {

    /** How a case under planned maintenance is handled. */
    enum Maintenance {
        /** No new incident; an open one stays, with a remark in its description. */
        HOLD,
        /** No incident. */
        CLOSE,
        /** Like any other case. */
        OPEN
    }

    /** What closes an incident. */
    enum CloseOn {
        /** A person closes the case. */
        CASE,
        /** The subject of the case recovers. */
        RECOVERY
    }

    /**
     * Checks the regular expression.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    SelectionConfig {
        try {
            Pattern.compile(portDescription);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'port_description' is not a regular expression: '" + portDescription + "': " + e.getDescription(),
                    e);
        }
        portStates = List.copyOf(portStates);
        skipStates = List.copyOf(skipStates);
    }
}
