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
 * Brings what people did to the source: one call at a time, in order for each incident, again and again until it is
 * taken or nobody is interested any more. While the source as a whole fails everything waits; one that fails alone lets
 * the others pass. Owned by the thread of the source's loop.
 */
final class FeedbackDelivery {
    private static final Logger log = LoggerFactory.getLogger("feedback");
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Past this nobody is interested in the steps, only in what came of them. */
    private static final int MOST_PER_INCIDENT = 20;

    private final AdapterClient source;
    private final Consumer<Runnable> inbox;
    private final LongPredicate ofInterest;
    private final Consumer<DeliveredState> taken;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    private final FaultLog faults;
    private final Map<Long, Deque<PendingFeedback>> waiting = new LinkedHashMap<>();

    /** Incidents whose first deed failed, alone, and until when it is left. */
    private final Map<Long, Hold> held = new HashMap<>();

    private @Nullable String trouble;
    private boolean ready;
    private long tryAt = System.nanoTime();
    private long call;
    private @Nullable PendingFeedback underWay;

    private record Hold(Backoff backoff, long until) {}

    /**
     * Makes one; sends nothing.
     *
     * @param ofInterest tells whether an incident still has an alert that may be told something
     * @param taken gets what the source knows, each time it was told something
     */
    FeedbackDelivery(
            AdapterClient source,
            InstantSource clock,
            Consumer<Runnable> inbox,
            LongPredicate ofInterest,
            Consumer<DeliveredState> taken) {
        this.source = source;
        this.inbox = inbox;
        this.ofInterest = ofInterest;
        this.taken = taken;
        this.faults = new FaultLog(log, "feedback", clock);
    }

    void send(List<PendingFeedback> deeds) {
        for (PendingFeedback deed : deeds) {
            waiting.computeIfAbsent(deed.after().incident(), pk -> new ArrayDeque<>())
                    .add(deed);
        }
    }

    /** Returns what the source knows of an incident once it has been told all that waits; null if nothing waits. */
    @Nullable
    DeliveredState coming(long pk) {
        Deque<PendingFeedback> deeds = waiting.get(pk);
        return deeds == null ? null : deeds.getLast().after();
    }

    /** Adds to what the source knows once it has been told all that waits; tells whether anything does. */
    boolean amend(long pk, DeliveredState after) {
        Deque<PendingFeedback> deeds = waiting.get(pk);
        if (deeds == null) {
            return false;
        }
        deeds.add(new PendingFeedback(deeds.removeLast().feedback(), after));
        return true;
    }

    /**
     * Forgets what waits for an incident, but for what is under way, if that is too much: what the source is to be told
     * is then found out anew, from what it knows.
     */
    void prune(long pk) {
        Deque<PendingFeedback> deeds = waiting.get(pk);
        if (deeds == null || deeds.size() < MOST_PER_INCIDENT) {
            return;
        }
        PendingFeedback first = deeds.getFirst();
        waiting.remove(pk);
        if (underWay != null && underWay.after().incident() == pk) {
            waiting.put(pk, new ArrayDeque<>(List.of(first)));
        }
    }

    /** Returns how much waits to be told. */
    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** Returns what could not be delivered and why; null if nothing failed, or it got through since. */
    @Nullable
    String trouble() {
        return waiting.isEmpty() ? null : trouble;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /** The source answers: what waits is tried now. */
    void sourceAnswered() {
        ready = true;
    }

    /** The source fails: its next good answer is waited for. */
    void sourceFailed() {
        ready = false;
    }

    void tick(long now, boolean mayCall) {
        if (!mayCall || !ready || underWay != null || now - tryAt < 0) {
            return;
        }
        waiting.keySet().removeIf(pk -> !ofInterest.test(pk));
        held.keySet().retainAll(waiting.keySet());
        for (Map.Entry<Long, Deque<PendingFeedback>> entry : waiting.entrySet()) {
            Hold hold = held.get(entry.getKey());
            if (hold == null || now - hold.until() >= 0) {
                deliver(entry.getValue().getFirst());
                return;
            }
        }
    }

    private void deliver(PendingFeedback deed) {
        underWay = deed;
        long number = ++call;
        Feedback feedback = deed.feedback();
        source.call(
                adapter -> {
                    FeedbackSink sink = adapter.feedback().orElse(null);
                    if (sink != null && sink.accepts().contains(feedback.kind())) {
                        sink.deliver(feedback);
                    }
                    return feedback;
                },
                reply -> inbox.accept(() -> answered(number, deed, reply.failure())));
    }

    private void answered(long number, PendingFeedback deed, @Nullable SourceException failure) {
        if (number != call || underWay == null) {
            return;
        }
        underWay = null;
        long pk = deed.after().incident();
        if (failure != null) {
            failed(pk, deed, failure);
            return;
        }
        backoff.reset();
        held.remove(pk);
        if (held.isEmpty()) {
            trouble = null;
            faults.recovered();
        }
        log.info("told the source: {}", deed.feedback());
        Deque<PendingFeedback> deeds = waiting.get(pk);
        if (deeds != null) {
            // What it knows then may have been added to meanwhile.
            PendingFeedback first = deeds.removeFirst();
            if (deeds.isEmpty()) {
                waiting.remove(pk);
            }
            taken.accept(first.after());
        }
    }

    private void failed(long pk, PendingFeedback deed, SourceException failure) {
        String text = deed.feedback() + " is tried again: " + failure.getMessage();
        trouble = text;
        faults.warn(failure.kind() + deed.feedback().id(), text);
        if (failure.kind() == SourceException.Kind.BAD_ANSWER) {
            Hold before = held.get(pk);
            Backoff own = before == null ? new Backoff(FIRST_WAIT, LONGEST_WAIT, random) : before.backoff();
            held.put(pk, new Hold(own, System.nanoTime() + own.next().toNanos()));
        } else {
            tryAt = System.nanoTime()
                    + failure.retryAfter().orElseGet(backoff::next).toNanos();
        }
    }

    /** Tells whether the adapter is busy for it. */
    boolean isCalling() {
        return underWay != null;
    }

    /** Returns when a call has to be cut; of the monotonic clock. */
    long cutDue(long otherwise) {
        return underWay == null ? otherwise : Math.min(otherwise, source.callDeadline());
    }

    /** Returns when a call has to be cut, or something is to be tried. */
    long due(long otherwise) {
        if (underWay != null) {
            return cutDue(otherwise);
        }
        if (!ready || waiting.isEmpty()) {
            return otherwise;
        }
        long due = otherwise;
        for (Long pk : waiting.keySet()) {
            Hold hold = held.get(pk);
            due = Math.min(due, hold == null ? tryAt : Math.max(tryAt, hold.until()));
        }
        return due;
    }

    /** Cuts a call that takes too long; tells whether it did, and the adapter is gone. */
    boolean cut(long now) {
        PendingFeedback deed = underWay;
        if (deed == null || now - source.callDeadline() < 0) {
            return false;
        }
        call++;
        underWay = null;
        ready = false;
        failed(deed.after().incident(), deed, source.cancelCall());
        return true;
    }
}
