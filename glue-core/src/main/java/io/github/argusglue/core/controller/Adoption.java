package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the adapter is asked about all incidents that nothing explains with the next snapshot. Owned by the thread of
 * the source's loop.
 */
final class Adoption {
    private boolean wanted;

    /** Whether the question under way is about all of them. */
    private boolean asked;

    void want() {
        wanted = true;
    }

    /** Returns the incidents to ask about now; before the first listing there are none. */
    List<Incident> ask(@Nullable PlanRunner runner) {
        if (runner == null) {
            return List.of();
        }
        boolean unexplained = runner.registry().takeNewStrangers();
        asked = unexplained || wanted;
        wanted = false;
        return runner.unexplained().toAskAbout(asked);
    }

    boolean isAsked() {
        return asked;
    }

    /** There was no answer. */
    void failed() {
        wanted |= asked;
    }
}
