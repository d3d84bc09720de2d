package io.github.argusglue.core.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A source as the endpoint and the commands see it. Thread-safe. */
public interface SourceView {

    /** Returns the status of the source. */
    SourceStatus status();

    /** Returns why the source's own thread hangs; empty if it does not, or if it has ended. */
    Optional<String> hangReason();

    /** Returns the result of the last rehearsal; empty unless the source is on standby and has been tested. */
    default Optional<Rehearsal> rehearsal() {
        return Optional.empty();
    }

    /** Returns the last actions, newest first. */
    List<ActionLog.LoggedAction> lastActions();

    /** Returns the number of actions of each kind. */
    Map<ActionLog.ActionKind, Long> actionCounts();

    /**
     * Requests the most severe open incidents, at most the given number. Never completes after the source has ended.
     */
    CompletableFuture<OpenIncidents> openIncidents(int most);

    /** Returns the receiver of its webhooks. */
    Webhooks webhooks();
}
