package io.github.argusglue.http;

import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts the requests of one source and refuses those that exceed its budget for an hour or a day. The windows slide by
 * minutes, so the limit holds for any hour, whenever the server's begins. Safe for use by any thread.
 */
public final class RequestBudget {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final InstantSource clock;
    private final Consumer<BudgetCounts> store;
    private final TreeMap<Long, Integer> perMinute = new TreeMap<>();
    private Instant storedAt = Instant.MIN;

    /**
     * Creates a budget.
     *
     * @param before what was counted before this process, if it is known
     * @param store stores the counts; called at most once a second while requests are sent, and by {@link #save}
     */
    public RequestBudget(InstantSource clock, BudgetCounts before, Consumer<BudgetCounts> store) {
        this.clock = clock;
        this.store = store;
        for (int i = 0; i < Math.min(before.minutes().size(), before.counts().size()); i++) {
            perMinute.merge(before.minutes().get(i), before.counts().get(i), Integer::sum);
        }
    }

    /** Returns a budget that forgets when the process ends. */
    public static RequestBudget inMemory(InstantSource clock) {
        return new RequestBudget(clock, BudgetCounts.NONE, counts -> {});
    }

    /**
     * Counts one request.
     *
     * @throws SourceException if it would exceed a limit; it is not counted then
     */
    synchronized void spend(String operation, Optional<Integer> perHour, Optional<Integer> perDay)
            throws SourceException {
        if (perHour.isEmpty() && perDay.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        long minute = minute(now);
        perMinute.headMap(minute - DAY.toMinutes(), false).clear();
        // The clock was set back: what it counted cannot be told from what is to come.
        perMinute.tailMap(minute, false).clear();
        require(operation, "requests_per_hour", perHour, HOUR, now);
        require(operation, "requests_per_day", perDay, DAY, now);
        perMinute.merge(minute, 1, Integer::sum);
        if (now.isBefore(storedAt) || now.minusSeconds(1).compareTo(storedAt) >= 0) {
            storedAt = now;
            store.accept(counts());
        }
    }

    private void require(String operation, String key, Optional<Integer> limit, Duration window, Instant now)
            throws SourceException {
        if (limit.isEmpty()) {
            return;
        }
        // One minute more than the window, since the first one may have been counted at its end.
        long first = minute(now) - window.toMinutes();
        Map<Long, Integer> counted = perMinute.tailMap(first, true);
        int over = counted.values().stream().mapToInt(Integer::intValue).sum() - limit.get() + 1;
        if (over <= 0) {
            return;
        }
        long freeAt = minute(now);
        for (Map.Entry<Long, Integer> entry : counted.entrySet()) {
            over -= entry.getValue();
            if (over <= 0) {
                freeAt = entry.getKey() + window.toMinutes() + 1;
                break;
            }
        }
        Duration wait = Duration.between(now, Instant.ofEpochSecond(freeAt * 60));
        throw SourceException.rateLimited(
                operation + ": not sent: the budget of " + limit.get() + " requests ('" + key
                        + "') is spent; the next one" + " in " + wait.toSeconds()
                        + " s: a longer 'interval' spends less",
                wait);
    }

    /** Stores the counts, before the process or the source ends. */
    public synchronized void save() {
        if (!perMinute.isEmpty()) {
            store.accept(counts());
        }
    }

    private BudgetCounts counts() {
        List<Integer> counts = new ArrayList<>(perMinute.values());
        return new BudgetCounts(new ArrayList<>(perMinute.keySet()), counts);
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60L);
    }
}
