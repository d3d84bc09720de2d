package io.github.argusglue.core.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A source as those see it who show it. Any thread. */
public interface SourceView {

    /** Returns how the source does. */
    SourceStatus status();

    /** Returns why the source's own thread does nothing any more; empty if all is well, or it has ended. */
    Optional<String> hang();

    /** Returns whether it could be taken over when that was tried last; empty unless it stands by, or before that. */
    default Optional<Rehearsal> rehearsal() {
        return Optional.empty();
    }

    /** Returns what was done for it last, newest first. */
    List<ActionLog.Entry> lastActions();

    /** Returns how many actions there were of each kind. */
    Map<ActionLog.Kind, Long> actionCounts();

    /** Asks for what is open in Argus, so many at most. Nobody answers once the source has ended. */
    CompletableFuture<OpenIncidents> openIncidents(int most);

    /** Returns where its webhooks go. */
    Webhooks webhooks();
}
