package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.OnEngineLoss;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members write all the time for what they own, while random faults happen. With {@code stop}, no two ever write
 * for one source at once; in the end every source has one owner. {@code -Dcluster.faults=400} asks for more.
 */
final class ClusterSimulationTest {
    private static final int FAULTS = Integer.getInteger("cluster.faults", 12);
    private static final Duration TTL = Duration.ofMillis(500);
    private static final List<OwnableSource> SOURCES = IntStream.range(0, 9)
            .mapToObj(i -> new OwnableSource("source-" + i, "main", List.of()))
            .toList();

    private final MemoryEngine.Store store = new MemoryEngine.Store();
    private final List<Member> members = new ArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** Who is writing for a source now. */
    private final Map<String, String> writing = new ConcurrentHashMap<>();

    private final Path dir;
    private volatile boolean over;

    ClusterSimulationTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @AfterEach
    void close() {
        over = true;
        members.forEach(member -> member.membership.close());
    }

    /** One process, which writes from a thread of its own. */
    private final class Member implements SharedSources {
        private final String name;
        private final MemoryEngine engine;
        private final ClusterMembership membership;
        private final Thread writer;
        private volatile boolean killed;

        Member(String name) {
            this.name = name;
            this.engine = new MemoryEngine(store, this::hint);
            this.membership = new ClusterMembership(
                    new ClusterConfig("memory", "test", Optional.of(name), TTL, OnEngineLoss.STOP),
                    "1",
                    engine,
                    Member.class.getClassLoader(),
                    this,
                    dir.resolve(name),
                    Clock.systemUTC());
            membership.start();
            writer = new Thread(this::write, "writer-" + name);
            writer.setDaemon(true);
            writer.start();
        }

        private void hint() {
            membership.hint();
        }

        private void write() {
            while (!over && !killed) {
                for (OwnableSource source : SOURCES) {
                    writeFor(source.name());
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
            }
        }

        /** It ends without a word. */
        void kill() {
            killed = true;
            membership.close();
            try {
                writer.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void writeFor(String source) {
            if (membership.permit(source).nanosLeft() <= 0) {
                return;
            }
            String other = writing.putIfAbsent(source, name);
            if (other != null) {
                violations.add(source + ": " + name + " writes while " + other + " does");
                return;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            writing.remove(source, name);
        }

        @Override
        public List<OwnableSource> all() {
            return SOURCES;
        }

        @Override
        public void ownershipChanged() {}

        /** What was begun before it lost the source has ended. */
        @Override
        public boolean isIdle(String source) {
            return !name.equals(writing.get(source));
        }

        @Override
        public Set<String> cutOff() {
            return Set.of();
        }
    }

    @Test
    void neverTwoWritersAndInTheEndOneOwnerEach() {
        for (String name : List.of("a", "b", "c")) {
            members.add(new Member(name));
        }
        await("all owned", this::isEven);
        long seed = Long.getLong("cluster.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < FAULTS; i++) {
            fault(random);
            assertEquals(List.of(), violations, "seed " + seed + ", fault " + i);
        }
        store.down(false);
        members.forEach(member -> {
            member.engine.cut(false);
            member.engine.slow(Duration.ZERO, Duration.ZERO);
        });
        await("seed " + seed + ": one owner each", this::isEven);
        assertEquals(List.of(), violations, "seed " + seed);
    }

    private void fault(Random random) {
        int who = random.nextInt(members.size());
        Member member = members.get(who);
        Duration time = TTL.multipliedBy(random.nextInt(8)).dividedBy(4);
        switch (random.nextInt(7)) {
            case 0 -> {
                member.engine.cut(true);
                pass(time);
                member.engine.cut(false);
            }
            case 1 -> {
                store.down(true);
                pass(time);
                store.down(false);
            }
            case 2 -> {
                member.engine.slow(time, Duration.ZERO);
                pass(time);
                member.engine.slow(Duration.ZERO, Duration.ZERO);
            }
            case 3 -> {
                // The renewal takes effect, and its answer comes after the session has ended.
                member.engine.slow(Duration.ZERO, time.multipliedBy(2));
                pass(time.multipliedBy(2));
                member.engine.slow(Duration.ZERO, Duration.ZERO);
            }
            case 4 -> {
                member.kill();
                pass(time);
                members.set(who, new Member(member.name));
            }
            case 5 -> {
                member.membership.leave(Duration.ofSeconds(5));
                member.kill();
                members.set(who, new Member(member.name));
            }
            default -> pass(time);
        }
    }

    /** Each source is owned by the member that may write for it, and all have three. */
    private boolean isEven() {
        return members.stream()
                        .allMatch(
                                member -> member.membership.status().owned().size() == SOURCES.size() / members.size())
                && store.owners().size() == SOURCES.size();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
