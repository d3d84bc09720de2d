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

/** The last things that were done for one source, for people, and how many there were, for graphs. Any thread. */
public final class ActionLog {
    public static final int MOST = 100;
    private static final int LONGEST = 300;

    private final InstantSource clock;
    private final Deque<Entry> last = new ArrayDeque<>();
    private final Map<Kind, Long> counts = new HashMap<>();

    public ActionLog(InstantSource clock) {
        this.clock = clock;
    }

    /** How an action ended. */
    public enum Result {
        /** Argus has done it. */
        DONE,
        /** It was so already. */
        FOUND,
        /** It failed; it is tried again as long as it is wanted. */
        FAILED,
        /** Argus will not have it as it is. */
        REFUSED
    }

    /**
     * One thing that was done, or failed.
     *
     * @param at when the answer came
     * @param action what in one word
     * @param result how it ended
     * @param text what exactly; with a failure, why it failed
     */
    public record Entry(Instant at, String action, Result result, String text) {}

    /**
     * What is counted.
     *
     * @param action in one word
     * @param result how it ended
     */
    public record Kind(String action, Result result) {}

    /**
     * Takes what became of an action.
     *
     * @param action in one word
     * @param what exactly
     * @param failure why it failed; null if it did not
     */
    public synchronized void take(String action, String what, Result result, @Nullable String failure) {
        String text = failure == null ? shorten(what) : shorten(what) + ": " + shorten(failure);
        if (last.size() == MOST) {
            last.removeLast();
        }
        last.addFirst(new Entry(clock.instant(), action, result, text));
        counts.merge(new Kind(action, result), 1L, Long::sum);
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Returns the last ones, newest first. */
    public synchronized List<Entry> last() {
        return List.copyOf(last);
    }

    /** Returns how many there were of each kind. */
    public synchronized Map<Kind, Long> counts() {
        return Collections.unmodifiableMap(new HashMap<>(counts));
    }
}
