package io.github.argusglue.core.feedback;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers feedback to the source: one call at a time, in order for each incident, retried until it is accepted or no
 * longer relevant. While the source as a whole fails, everything waits; feedback that fails alone does not block the
 * rest. Owned by the thread of the source's loop.
 */
final class FeedbackDelivery {
    private static final Logger log = LoggerFactory.getLogger("feedback");
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);

    /** Beyond this number, only the final state is delivered, not each step. */
    private static final int MAX_PER_INCIDENT = 20;

    private final AdapterClient source;
    private final Consumer<Runnable> inbox;
    private final LongPredicate ofInterest;
    private final Consumer<DeliveredState> delivered;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Backoff backoff = new Backoff(FIRST_WAIT, MAX_WAIT, random);
    private final FaultLog faults;
    private final Map<Long, Deque<PendingFeedback>> waiting = new LinkedHashMap<>();

    /** Incidents whose first feedback failed while others succeeded, and until when it waits. */
    private final Map<Long, Retry> held = new HashMap<>();

    private @Nullable String problem;
    private boolean ready;
    private long retryAt = System.nanoTime();
    private long call;
    private @Nullable PendingFeedback inProgress;

    private record Retry(Backoff backoff, long until) {}

    /**
     * Creates a delivery; sends nothing.
     *
     * @param ofInterest whether an incident still has an alert that can be told something
     * @param delivered receives what the source knows after each delivery
     */
    FeedbackDelivery(
            AdapterClient source,
            InstantSource clock,
            Consumer<Runnable> inbox,
            LongPredicate ofInterest,
            Consumer<DeliveredState> delivered) {
        this.source = source;
        this.inbox = inbox;
        this.ofInterest = ofInterest;
        this.delivered = delivered;
        this.faults = new FaultLog(log, "feedback", clock);
    }

    void send(List<PendingFeedback> pending) {
        for (PendingFeedback item : pending) {
            waiting.computeIfAbsent(item.after().incident(), pk -> new ArrayDeque<>())
                    .add(item);
        }
    }

    /** Returns what the source will know about an incident after all pending deliveries; null if nothing is pending. */
    @Nullable
    DeliveredState pendingState(long pk) {
        Deque<PendingFeedback> pending = waiting.get(pk);
        return pending == null ? null : pending.getLast().after();
    }

    /** Changes what the source will know after all pending deliveries; returns whether any is pending. */
    boolean amend(long pk, DeliveredState after) {
        Deque<PendingFeedback> pending = waiting.get(pk);
        if (pending == null) {
            return false;
        }
        pending.add(new PendingFeedback(pending.removeLast().feedback(), after));
        return true;
    }

    /**
     * Drops the pending feedback of an incident, except the one in progress, if there is too much: what the source has
     * to be told is then computed again from what it knows.
     */
    void prune(long pk) {
        Deque<PendingFeedback> pending = waiting.get(pk);
        if (pending == null || pending.size() < MAX_PER_INCIDENT) {
            return;
        }
        PendingFeedback first = pending.getFirst();
        waiting.remove(pk);
        if (inProgress != null && inProgress.after().incident() == pk) {
            waiting.put(pk, new ArrayDeque<>(List.of(first)));
        }
    }

    /** Returns the number of pending deliveries. */
    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** Returns what could not be delivered and why; null if nothing failed, or if it has succeeded since. */
    @Nullable
    String problem() {
        return waiting.isEmpty() ? null : problem;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Records that the source works: pending feedback is delivered now. */
    void sourceAnswered() {
        ready = true;
    }

    /** Records that the source fails: deliveries wait until it works. */
    void sourceFailed() {
        ready = false;
    }

    void tick(long now, boolean mayCall) {
        if (!mayCall || !ready || inProgress != null || now - retryAt < 0) {
            return;
        }
        waiting.keySet().removeIf(pk -> !ofInterest.test(pk));
        held.keySet().retainAll(waiting.keySet());
        for (Map.Entry<Long, Deque<PendingFeedback>> entry : waiting.entrySet()) {
            Retry hold = held.get(entry.getKey());
            if (hold == null || now - hold.until() >= 0) {
                deliver(entry.getValue().getFirst());
                return;
            }
        }
    }

    private void deliver(PendingFeedback item) {
        inProgress = item;
        long number = ++call;
        Feedback feedback = item.feedback();
        source.call(
                adapter -> {
                    FeedbackSink sink = adapter.feedback().orElse(null);
                    if (sink != null && sink.accepts().contains(feedback.kind())) {
                        // At the last moment: the process may have been frozen since.
                        source.requirePermit();
                        sink.deliver(feedback);
                    }
                    return feedback;
                },
                reply -> inbox.accept(() -> answered(number, item, reply.failure())));
    }

    private void answered(long number, PendingFeedback item, @Nullable SourceException failure) {
        if (number != call || inProgress == null) {
            return;
        }
        inProgress = null;
        long pk = item.after().incident();
        if (failure != null) {
            failed(pk, item, failure);
            return;
        }
        backoff.reset();
        held.remove(pk);
        if (held.isEmpty()) {
            problem = null;
            faults.recovered();
        }
        log.info("delivered to the source: {}", item.feedback());
        Deque<PendingFeedback> pending = waiting.get(pk);
        if (pending != null) {
            // The resulting state may have been amended in the meantime.
            PendingFeedback first = pending.removeFirst();
            if (pending.isEmpty()) {
                waiting.remove(pk);
            }
            delivered.accept(first.after());
        }
    }

    private void failed(long pk, PendingFeedback item, SourceException failure) {
        String text = item.feedback() + " will be retried: " + failure.getMessage();
        problem = text;
        faults.warn(failure.kind() + item.feedback().id(), text);
        if (failure.kind() == SourceException.Kind.BAD_ANSWER) {
            Retry before = held.get(pk);
            Backoff own = before == null ? new Backoff(FIRST_WAIT, MAX_WAIT, random) : before.backoff();
            held.put(pk, new Retry(own, System.nanoTime() + own.next().toNanos()));
        } else {
            retryAt = System.nanoTime()
                    + failure.retryAfter().orElseGet(backoff::next).toNanos();
        }
    }

    /** Returns whether a call of the adapter is in progress. */
    boolean isCalling() {
        return inProgress != null;
    }

    /** Returns when a call times out, on the monotonic clock. */
    long callDue(long otherwise) {
        return inProgress == null ? otherwise : Math.min(otherwise, source.callDeadline());
    }

    /** Returns when a call times out or the next delivery is due. */
    long due(long otherwise) {
        if (inProgress != null) {
            return callDue(otherwise);
        }
        if (!ready || waiting.isEmpty()) {
            return otherwise;
        }
        long due = otherwise;
        for (Long pk : waiting.keySet()) {
            Retry hold = held.get(pk);
            due = Math.min(due, hold == null ? retryAt : Math.max(retryAt, hold.until()));
        }
        return due;
    }

    /** Cancels a call that has timed out; returns whether it did, so that there is no adapter now. */
    boolean cancelOverdueCall(long now) {
        PendingFeedback item = inProgress;
        if (item == null || now - source.callDeadline() < 0) {
            return false;
        }
        call++;
        inProgress = null;
        ready = false;
        failed(item.after().incident(), item, source.cancelCall());
        return true;
    }
}
