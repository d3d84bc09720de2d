package io.github.argusglue.core.status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last actions of one source, for people, and their counts, for graphs. Thread-safe. */
public final class ActionLog {
    public static final int MAX = 100;
    private static final int MAX_TEXT = 300;

    private final InstantSource clock;
    private final Deque<LoggedAction> last = new ArrayDeque<>();
    private final Map<ActionKind, Long> counts = new HashMap<>();

    public ActionLog(InstantSource clock) {
        this.clock = clock;
    }

    /** The result of an action. */
    public enum ActionStatus {
        /** Done by Argus. */
        DONE,
        /** Nothing had to be changed. */
        FOUND,
        /** It failed; it is retried as long as it is needed. */
        FAILED,
        /** Argus rejected it. */
        REFUSED
    }

    /**
     * One action.
     *
     * @param at when it ended
     * @param action its kind as one word
     * @param result its result
     * @param text its details, and why it failed if it did
     */
    public record LoggedAction(Instant at, String action, ActionStatus result, String text) {}

    /**
     * What is counted.
     *
     * @param action its kind as one word
     * @param result its result
     */
    public record ActionKind(String action, ActionStatus result) {}

    /**
     * Records the result of an action.
     *
     * @param action its kind as one word
     * @param what its details
     * @param failure why it failed; null if it did not
     */
    public synchronized void record(String action, String what, ActionStatus result, @Nullable String failure) {
        String text = failure == null ? shorten(what) : shorten(what) + ": " + shorten(failure);
        if (last.size() == MAX) {
            last.removeLast();
        }
        last.addFirst(new LoggedAction(clock.instant(), action, result, text));
        counts.merge(new ActionKind(action, result), 1L, Long::sum);
    }

    private static String shorten(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** Returns the last actions, newest first. */
    public synchronized List<LoggedAction> last() {
        return List.copyOf(last);
    }

    /** Returns the number of actions of each kind. */
    public synchronized Map<ActionKind, Long> counts() {
        return Collections.unmodifiableMap(new HashMap<>(counts));
    }
}
