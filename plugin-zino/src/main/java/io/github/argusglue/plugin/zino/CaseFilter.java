package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.SelectionConfig.CloseOn;
import io.github.argusglue.plugin.zino.SelectionConfig.Maintenance;
import java.util.regex.Pattern;

/** Decides how a case is reported to Argus. */
final class CaseFilter {
    private final SelectionConfig selection;
    private final Pattern portDescription;

    CaseFilter(SelectionConfig selection) {
        this.selection = selection;
        this.portDescription = Pattern.compile(selection.portDescription());
    }

    /** How a case is reported. */
    enum ReportAs {
        /** As an open alert. */
        OPEN,
        /** As a held alert: no incident is opened, an open incident is left as it is. */
        HELD,
        /** Not at all: an open incident is closed. */
        NONE
    }

    /**
     * A decision about a case.
     *
     * @param reportAs how the case is reported
     * @param reason why it is not an open alert; empty if it is
     * @param word why it is not reported at all, as a word for {@link io.github.argusglue.spi.LeftOut}; otherwise empty
     */
    record CaseDecision(ReportAs reportAs, String reason, String word) {}

    static final CaseDecision RECOVERED = none("recovered", "recovered; the case is still open in Zino");
    private static final CaseDecision OPEN = new CaseDecision(ReportAs.OPEN, "", "");

    CaseCondition condition(ZinoCase zinoCase) {
        return CaseCondition.of(zinoCase, selection.portStates());
    }

    /** @param reported whether the case was reported as an open alert before */
    CaseDecision decide(ZinoCase zinoCase, boolean reported) {
        if (zinoCase.type().equals("bfd") && !selection.bfd()) {
            return none("bfd", "BFD cases are not reported");
        }
        if (zinoCase.type().equals("portstate")
                && !portDescription
                        .matcher(zinoCase.attribute("descr").orElse(""))
                        .find()) {
            return none(
                    "port_description",
                    "the description of the port does not match '" + selection.portDescription() + "'");
        }
        if (selection.skipStates().contains(zinoCase.state())) {
            return none("skip_states", "the case was set to " + zinoCase.state() + " in Zino");
        }
        if (zinoCase.state().equals(ZinoCase.IGNORED)) {
            if (selection.maintenance() == Maintenance.CLOSE) {
                return none("maintenance", "planned maintenance in Zino");
            } else if (selection.maintenance() == Maintenance.HOLD && !reported) {
                return new CaseDecision(ReportAs.HELD, "planned maintenance in Zino", "");
            }
        }
        return decideByCondition(zinoCase, reported);
    }

    private CaseDecision decideByCondition(ZinoCase zinoCase, boolean reported) {
        CaseCondition condition = condition(zinoCase);
        if (condition == CaseCondition.DOWN) {
            return OPEN;
        }
        if (selection.closeOn() == CloseOn.RECOVERY && condition == CaseCondition.UP) {
            return RECOVERED;
        }
        if (reported || CaseCondition.hasBeenDown(zinoCase)) {
            return OPEN;
        }
        return new CaseDecision(ReportAs.HELD, "Zino has not seen it down since the case was opened", "");
    }

    private static CaseDecision none(String word, String reason) {
        return new CaseDecision(ReportAs.NONE, reason, word);
    }
}
