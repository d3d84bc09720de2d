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
    List<Incident> ask(@Nullable PlanRunner books) {
        if (books == null) {
            return List.of();
        }
        boolean strangers = books.registry().takeNewStrangers();
        asked = strangers || wanted;
        wanted = false;
        return books.strangers().toAskAbout(asked);
    }

    boolean isAsked() {
        return asked;
    }

    /** There was no answer. */
    void failed() {
        wanted |= asked;
    }
}
