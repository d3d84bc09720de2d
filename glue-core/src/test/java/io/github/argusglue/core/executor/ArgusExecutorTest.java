package io.github.argusglue.core.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArgusExecutorTest {
    private static final Duration A_WHILE = Duration.ofMillis(150);
    private static final Duration IDLE = Duration.ofMillis(100);

    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final ArgusExecutor executor = new ArgusExecutor("test", () -> now, new SplittableRandom(1), IDLE);
    private final SourceQueue lane = executor.queueFor("oslo");
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Task.TaskResult<String>> results = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        executor.close(Duration.ofSeconds(5));
    }

    @Test
    void runsTasksAndReturnsResults() {
        lane.offer(List.of(task(1, "a"), failing(2, "b", Kind.REJECTED)));

        Await.until("done", () -> results.size() == 2);
        assertTrue(results.contains(new Task.TaskResult<>("a", null)), results::toString);
        assertTrue(results.stream()
                .anyMatch(r -> r.failure() != null && r.failure().kind() == Kind.REJECTED));
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("bug"),
                new StackOverflowError(),
                new OutOfMemoryError("of the test"),
                new NoClassDefFoundError("X"),
                new Error("any"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whateverATaskThrowsItsMakerIsTold(Throwable fault) {
        lane.offer(List.of(new Task<String>(
                -1,
                "broken",
                null,
                () -> {
                    throw sneak(fault);
                },
                results::add)));
        Await.until("told", () -> results.size() == 1);
        lane.offer(List.of(task(1, "next")));
        Await.until("goes on", () -> done.contains("next"));

        ArgusException failure = results.get(0).failure();
        assertNotNull(failure);
        assertEquals(Kind.OUTCOME_UNKNOWN, failure.kind());
    }

    @Test
    void runsByRankThenInOrder() {
        CountDownLatch one = occupyAllButOne();
        lane.offer(List.of(task(20, "update1"), task(10, "end"), task(3, "c"), task(20, "update2")));
        lane.offer(List.of(task(1, "a"), task(-2, "read"), task(3, "d")));
        one.countDown();

        Await.until("done", () -> done.size() == 7);
        assertEquals(List.of("read", "a", "c", "d", "end", "update1", "update2"), done);
    }

    @Test
    void theMostSevereOfAllSourcesGoesFirstMostly() {
        SourceQueue other = executor.queueFor("bergen");
        CountDownLatch one = occupyAllButOne();
        for (int i = 0; i < 12; i++) {
            lane.offer(List.of(task(4, "oslo")));
            other.offer(List.of(task(1, "bergen")));
        }
        one.countDown();

        Await.until("done", () -> done.size() == 24);
        long severe = done.subList(0, 12).stream().filter("bergen"::equals).count();
        assertTrue(severe >= 8 && severe < 12, done::toString);
    }

    @Test
    void aSourceWithTenThousandTasksDoesNotStarveAnother() {
        SourceQueue small = executor.queueFor("bergen");
        CountDownLatch one = occupyAllButOne();
        List<Task<String>> storm = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            storm.add(task(1, "storm"));
        }
        lane.offer(storm);
        small.offer(List.of(task(20, "update1"), task(20, "update2")));
        one.countDown();

        Await.until("done", () -> done.contains("update2"));
        assertTrue(done.indexOf("update1") < 8, "after " + done.indexOf("update1"));
        assertTrue(done.indexOf("update2") < 16, "after " + done.indexOf("update2"));
    }

    @Test
    void equalSourcesTakeTurns() {
        List<SourceQueue> lanes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lanes.add(executor.queueFor("s" + i));
        }
        CountDownLatch one = occupyAllButOne();
        for (SourceQueue each : lanes) {
            each.offer(Collections.nCopies(10, task(2, each.source())));
        }
        one.countDown();

        Await.until("done", () -> done.size() == 50);
        for (int i = 0; i < 50; i += 5) {
            assertEquals(5, done.subList(i, i + 5).stream().distinct().count(), done::toString);
        }
    }

    @Test
    void respectsTheConcurrencyLimit() {
        AtomicInteger running = new AtomicInteger();
        List<Task<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(blocked(1, running, end));
        }
        lane.offer(tasks);
        executor.queueFor("bergen").offer(List.of(blocked(1, running, end)));

        Await.until("as many as may", () -> running.get() == ConcurrencyLimit.INITIAL);
        Await.never("more", A_WHILE, () -> running.get() > ConcurrencyLimit.INITIAL);
    }

    @Test
    void halvesTheLimitWhenPushedBack() {
        now = Instant.EPOCH;
        lane.offer(List.of(new Task<String>(
                1,
                "limited",
                null,
                () -> {
                    throw new ArgusException(Kind.RATE_LIMITED, "429", null, Duration.ofSeconds(30));
                },
                results::add)));
        Await.until("pushed back", () -> executor.pauseReason() != null);
        AtomicInteger running = new AtomicInteger();
        lane.offer(Collections.nCopies(10, blocked(1, running, end)));
        Await.never("sent before its time", A_WHILE, () -> running.get() > 0);

        now = now.plusSeconds(30);
        lane.offer(List.of());

        Await.until("half of it", () -> running.get() == 2);
        Await.never("more", A_WHILE, () -> running.get() > 2);
    }

    @Test
    void aServerThatIsDownIsTriedByOneRequestAtATime() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        List<Task<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(down(tries));
        }
        lane.offer(tasks);
        Await.until("noticed", () -> executor.pauseReason() != null);
        int noticed = tries.get();
        assertTrue(noticed >= 3 && noticed <= 7, noticed + " tries");
        Await.never("tried while it is said to be down", A_WHILE, () -> tries.get() > 7);

        int before = tries.get();
        now = now.plusSeconds(1);
        lane.offer(List.of());
        Await.until("one tries", () -> tries.get() == before + 1);
        Await.never("a second one", A_WHILE, () -> tries.get() > before + 1);

        lane.withdraw();
        lane.offer(List.of(task(0, "the one that tries")));
        lane.offer(Collections.nCopies(10, blocked(1, running, end)));
        now = now.plusSeconds(40);
        lane.offer(List.of());
        Await.until("it has tried", () -> done.contains("the one that tries"));
        Await.until("all at once again", () -> running.get() >= 1);
        assertNull(executor.pauseReason());
    }

    @Test
    void withdrawRemovesWaitingWritesOnly() {
        CountDownLatch one = occupyAllButOne();
        lane.offer(List.of(task(1, "a"), task(-1, "read"), task(20, "b")));
        executor.queueFor("bergen").offer(List.of(task(1, "of another")));

        List<Task<?>> withdrawn = lane.withdraw();

        assertEquals(2, withdrawn.size());
        one.countDown();
        Await.until("the others are done", () -> done.size() == 2);
        assertEquals(List.of("of another", "read"), done.stream().sorted().toList());
        assertEquals(List.of(), lane.withdraw());
    }

    @Test
    void waitingTasksAreDroppedAfterTheGracePeriod() throws InterruptedException {
        CountDownLatch one = occupyAllButOne();
        SourceQueue removed = executor.queueFor("bergen");
        removed.offer(List.of(task(-1, "read"), task(1, "a")));
        executor.retire(removed, Duration.ZERO);
        lane.offer(List.of(task(20, "last")));
        one.countDown();

        Await.until("done", () -> done.contains("last"));
        assertEquals(List.of("last"), done);
    }

    @Test
    void queueIsRetiredAfterItsLastTask() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        SourceQueue retired = executor.queueFor("bergen");
        retired.offer(List.of(blocked(1, running, goOn), task(2, "notice")));
        Await.until("under way", () -> running.get() == 1);
        lane.offer(List.of(task(1, "of another")));
        Thread retiring = new Thread(() -> {
            try {
                executor.retire(retired, Duration.ofSeconds(20));
                gone.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        retiring.start();
        Await.until("the others go on", () -> done.contains("of another"));
        Await.never("retired too early", A_WHILE, () -> gone.getCount() == 0);

        goOn.countDown();
        retiring.join();

        assertEquals(0, gone.getCount());
        assertTrue(done.contains("notice"), "what waited was done, too");
        retired.offer(List.of(task(1, "late")));
        Await.never("run after it was retired", A_WHILE, () -> done.contains("late"));
    }

    @Test
    void closeWaitsForRunningTasksAndDropsWaitingOnes() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        lane.offer(Collections.nCopies(10, blocked(1, running, goOn)));
        Await.until("under way", () -> running.get() == 4);
        Thread closer = new Thread(() -> executor.close(Duration.ofSeconds(20)));
        closer.start();
        Await.never("closed too early", A_WHILE, () -> !closer.isAlive());

        goOn.countDown();
        closer.join();

        assertEquals(4, results.size());
        lane.offer(List.of(task(1, "late")));
        Await.never("run after the close", A_WHILE, () -> done.contains("late"));
    }

    @Test
    void closeInterruptsTasksAfterTheGracePeriod() {
        CountDownLatch cut = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        lane.offer(List.of(new Task<>(
                1,
                "long",
                null,
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        cut.countDown();
                    }
                    return "";
                },
                results::add)));
        Await.until("begun", () -> begun.getCount() == 0);

        executor.close(Duration.ofMillis(10));

        Await.until("cut", () -> cut.getCount() == 0);
        assertEquals(List.of(), results);
    }

    @Test
    void threadsEndWhenThereIsNothingToDo() {
        lane.offer(Collections.nCopies(20, task(1, "a")));
        Await.until("done", () -> done.size() == 20);
        Await.until("no thread left", () -> threads() == 0);

        lane.offer(List.of(task(1, "b")));
        Await.until("made anew", () -> done.contains("b"));
    }

    @Test
    void manySourcesAtOnceLoseNoTasks() throws InterruptedException {
        List<Thread> makers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SourceQueue each = executor.queueFor("s" + i);
            makers.add(new Thread(() -> {
                for (int n = 0; n < 200; n++) {
                    each.offer(List.of(task(n % 5, "x")));
                }
            }));
        }
        makers.forEach(Thread::start);
        for (Thread maker : makers) {
            maker.join();
        }

        Await.until("all of them", () -> done.size() == 1_600);
        assertFalse(done.size() > 1_600);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("argus-test-"))
                .count();
    }

    /** Occupies all slots except one until the end, and the last one until the latch is opened. */
    private CountDownLatch occupyAllButOne() {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch one = new CountDownLatch(1);
        SourceQueue blocker = executor.queueFor("blocker");
        blocker.offer(Collections.nCopies(ConcurrencyLimit.INITIAL - 1, blocked(-9, running, end)));
        blocker.offer(List.of(blocked(-9, running, one)));
        Await.until("occupied", () -> running.get() == ConcurrencyLimit.INITIAL);
        return one;
    }

    private Task<String> task(int rank, String name) {
        return new Task<>(
                rank,
                name,
                null,
                () -> {
                    done.add(name);
                    return name;
                },
                results::add);
    }

    private Task<String> failing(int rank, String name, Kind kind) {
        return new Task<>(
                rank,
                name,
                null,
                () -> {
                    throw new ArgusException(kind, name);
                },
                results::add);
    }

    private Task<String> down(AtomicInteger tries) {
        return new Task<>(
                1,
                "down",
                null,
                () -> {
                    tries.incrementAndGet();
                    throw new ArgusException(Kind.SERVER_DOWN, "connection refused");
                },
                result -> {});
    }

    private Task<String> blocked(int rank, AtomicInteger running, CountDownLatch until) {
        return new Task<>(
                rank,
                "blocked",
                null,
                () -> {
                    running.incrementAndGet();
                    assertTrue(until.await(30, TimeUnit.SECONDS));
                    return "blocked";
                },
                results::add);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneak(@Nullable Throwable e) throws E {
        throw (E) e;
    }
}
