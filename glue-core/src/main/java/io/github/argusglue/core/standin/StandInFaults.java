package io.github.argusglue.core.standin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in is to do wrong. Each fault is for the next so many requests that match {@code METHOD path}; of
 * several that match, the oldest acts. Safe for use by any thread.
 */
public final class StandInFaults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    StandInFaults() {}

    enum Action {
        /** Answer with a status and do nothing. */
        ANSWER,
        /** Cut the connection and do nothing. */
        DROP_REQUEST,
        /** Do what is asked and cut the connection. */
        DROP_ANSWER,
        /** Do what is asked and answer well with a body that nobody can read. */
        GARBLE_ANSWER,
        /** Do what is asked and answer late. */
        DELAY_ANSWER
    }

    record Fault(
            Pattern requests,
            Action action,
            int status,
            @Nullable Duration pause,
            AtomicInteger left) {}

    /** Answers the next requests with an error status, without doing anything; {@code retryAfter} null for none. */
    public void answer(int times, String requests, int status, @Nullable Duration retryAfter) {
        add(times, requests, Action.ANSWER, status, retryAfter);
    }

    /** Cuts the connection of the next requests, without doing anything. */
    public void dropRequests(int times, String requests) {
        add(times, requests, Action.DROP_REQUEST, 0, null);
    }

    /** Does what the next requests ask for, and cuts the connection instead of answering. */
    public void dropAnswers(int times, String requests) {
        add(times, requests, Action.DROP_ANSWER, 0, null);
    }

    /** Does what the next requests ask for, and answers 200 with a body that nobody can read. */
    public void garbleAnswers(int times, String requests) {
        add(times, requests, Action.GARBLE_ANSWER, 0, null);
    }

    /** Does what the next requests ask for, and answers late. */
    public void delayAnswers(int times, String requests, Duration delay) {
        add(times, requests, Action.DELAY_ANSWER, 0, delay);
    }

    /** Forgets all faults that have not acted. */
    public void clear() {
        faults.clear();
    }

    private void add(int times, String requests, Action action, int status, @Nullable Duration pause) {
        faults.add(new Fault(Pattern.compile(requests), action, status, pause, new AtomicInteger(times)));
    }

    /** Takes the fault for a request, using up one of its times. */
    synchronized Optional<Fault> take(String request) {
        Optional<Fault> found = faults.stream()
                .filter(fault -> fault.requests.matcher(request).matches())
                .findFirst();
        found.filter(fault -> fault.left.decrementAndGet() <= 0).ifPresent(faults::remove);
        return found;
    }
}
