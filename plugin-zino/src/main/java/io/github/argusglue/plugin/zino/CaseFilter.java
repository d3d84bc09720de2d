package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.Selection.CloseOn;
import io.github.argusglue.plugin.zino.Selection.Maintenance;
import java.util.regex.Pattern;

/** Decides what is to become of a case in Argus. */
final class CaseFilter {
    private final Selection selection;
    private final Pattern portDescription;

    CaseFilter(Selection selection) {
        this.selection = selection;
        this.portDescription = Pattern.compile(selection.portDescription());
    }

    /** What becomes of it. */
    enum Fate {
        /** It is an open alert. */
        OPEN,
        /** No incident is opened for it; one that is open stays. */
        HELD,
        /** There is no incident for it, and one that is open is closed. */
        NONE
    }

    /**
     * A decision.
     *
     * @param fate what becomes of it
     * @param reason why it is not just open; empty if it is
     */
    record Verdict(Fate fate, String reason) {}

    static final Verdict RECOVERED = none("it works again; the case is still open in Zino");
    private static final Verdict OPEN = new Verdict(Fate.OPEN, "");

    Condition condition(ZinoCase seen) {
        return Condition.of(seen, selection.portStates());
    }

    /** @param reported whether it was an open alert before */
    Verdict judge(ZinoCase seen, boolean reported) {
        if (seen.type().equals("bfd") && !selection.bfd()) {
            return none("cases about BFD are not reported");
        }
        if (seen.type().equals("portstate")
                && !portDescription.matcher(seen.attribute("descr").orElse("")).find()) {
            return none("the description of the port does not match '" + selection.portDescription() + "'");
        }
        if (selection.skipStates().contains(seen.state())) {
            return none("the case was set to " + seen.state() + " in Zino");
        }
        if (seen.state().equals(ZinoCase.IGNORED)) {
            if (selection.maintenance() == Maintenance.CLOSE) {
                return none("planned maintenance in Zino");
            } else if (selection.maintenance() == Maintenance.HOLD && !reported) {
                return new Verdict(Fate.HELD, "planned maintenance in Zino");
            }
        }
        return judgeCondition(seen, reported);
    }

    private Verdict judgeCondition(ZinoCase seen, boolean reported) {
        Condition condition = condition(seen);
        if (condition == Condition.DOWN) {
            return OPEN;
        }
        if (selection.closeOn() == CloseOn.RECOVERY && condition == Condition.UP) {
            return RECOVERED;
        }
        if (reported || Condition.hasBeenDown(seen)) {
            return OPEN;
        }
        return new Verdict(Fate.HELD, "Zino has a case, but has not seen anything down since it was opened");
    }

    private static Verdict none(String reason) {
        return new Verdict(Fate.NONE, reason);
    }
}
