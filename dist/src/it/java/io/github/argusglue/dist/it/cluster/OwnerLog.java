package io.github.argusglue.dist.it.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Who certainly owned which source when. It asks etcd again and again; if two answers show a key unchanged, its owner
 * had the source from the end of the first question to the beginning of the second. Thread-safe.
 */
final class OwnerLog implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> asking;
    private final Queue<Owned> intervals = new ConcurrentLinkedQueue<>();
    private Map<String, Claim> last = Map.of();
    private long lastEnd;

    /**
     * A source in etcd.
     *
     * @param process its owner
     * @param revision of its key, which another claim changes
     */
    record Claim(String process, long revision) {}

    /** A time in which a process owned a source, as {@link System#nanoTime()}. */
    record Owned(String source, String process, long from, long until) {}

    /** Asks etcd. */
    interface Question {
        /** Returns the owners; none if there is no answer. */
        Map<String, Claim> claims() throws Exception;
    }

    OwnerLog(Question question) {
        asking = timer.scheduleWithFixedDelay(() -> ask(question), 0, 500, TimeUnit.MILLISECONDS);
    }

    private void ask(Question question) {
        long begin = System.nanoTime();
        Map<String, Claim> now;
        try {
            now = question.claims();
        } catch (Exception | AssertionError e) {
            // There is no leader: nothing is certain.
            now = Map.of();
        }
        for (Map.Entry<String, Claim> claim : now.entrySet()) {
            if (claim.getValue().equals(last.get(claim.getKey()))) {
                intervals.add(new Owned(claim.getKey(), claim.getValue().process(), lastEnd, begin));
            }
        }
        last = now;
        lastEnd = System.nanoTime();
    }

    /** Returns a line for each write for a source that another process owned at its beginning. */
    List<String> strangers(List<Write> writes) {
        return strangers(writes, List.copyOf(intervals));
    }

    static List<String> strangers(List<Write> writes, List<Owned> intervals) {
        Map<String, List<Owned>> bySource = new HashMap<>();
        intervals.forEach(owned -> bySource.computeIfAbsent(owned.source(), source -> new ArrayList<>())
                .add(owned));
        List<String> found = new ArrayList<>();
        for (Write write : writes) {
            for (Owned owned : bySource.getOrDefault(write.source(), List.of())) {
                if (!owned.process().equals(write.process())
                        && write.begin() - owned.from() >= 0
                        && write.begin() - owned.until() < 0) {
                    found.add("write for a source of " + owned.process() + ": " + write);
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        asking.cancel(true);
        timer.shutdownNow();
    }
}
