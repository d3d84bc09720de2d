package io.github.argusglue.standin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong next in the stand-in. Each fault applies to a number of requests whose {@code METHOD path}, without
 * the query, matches a regular expression as a whole; of several that match a request the oldest applies.
 *
 * <pre>{@code
 * argus.faults().dropAnswers(1, "POST /api/v2/incidents/"); // creates the next incident and does not say so
 * argus.faults().answer(3, ".*", 503, Duration.ofSeconds(5)); // then fails three times, whatever is asked for
 * }</pre>
 *
 * <p>Safe for use by several threads.
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
        /** Do what is asked and answer 200 with a body that is not JSON. */
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

    /**
     * Answers with a status, without doing what is asked.
     *
     * @param retryAfter sent as {@code Retry-After}; null for none
     */
    public void answer(int times, String requests, int status, @Nullable Duration retryAfter) {
        add(times, requests, Action.ANSWER, status, retryAfter);
    }

    /** Cuts the connection, without doing what is asked. */
    public void dropRequests(int times, String requests) {
        add(times, requests, Action.DROP_REQUEST, 0, null);
    }

    /** Does what is asked, and cuts the connection instead of answering. */
    public void dropAnswers(int times, String requests) {
        add(times, requests, Action.DROP_ANSWER, 0, null);
    }

    /** Does what is asked, and answers with status 200 and a body that is not JSON. */
    public void garbleAnswers(int times, String requests) {
        add(times, requests, Action.GARBLE_ANSWER, 0, null);
    }

    /** Does what is asked, and answers after a delay. */
    public void delayAnswers(int times, String requests, Duration delay) {
        add(times, requests, Action.DELAY_ANSWER, 0, delay);
    }

    /** Forgets all faults. A delay that has begun goes on. */
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
