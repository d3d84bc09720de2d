package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.OnEngineLoss;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several members of one cluster, in one process. */
@Execution(ExecutionMode.CONCURRENT)
final class ClusterMembershipTest {
    private static final Duration TTL = Duration.ofSeconds(2);

    private final MemoryEngine.Store store = new MemoryEngine.Store();
    private final List<Member> processes = new ArrayList<>();
    private final Path dir;

    ClusterMembershipTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @AfterEach
    void close() {
        processes.forEach(process -> process.membership.close());
    }

    private Member member(String name, OnEngineLoss policy) {
        Member process = new Member(name, policy, dir.resolve(name));
        processes.add(process);
        process.membership.start();
        return process;
    }

    /** What a process of the cluster has of it. */
    private final class Member implements SharedSources {
        private final MemoryEngine engine;
        private final ClusterMembership membership;
        private final Set<String> busy = ConcurrentHashMap.newKeySet();
        private volatile Set<String> cutOff = Set.of();
        private volatile List<OwnableSource> sources = IntStream.range(0, 10)
                .mapToObj(i -> new OwnableSource("source-" + i, "main", List.of()))
                .toList();

        Member(String name, OnEngineLoss policy, Path stateDir) {
            this.engine = new MemoryEngine(store, () -> hint());
            this.membership = new ClusterMembership(
                    new ClusterConfig("memory", "test", Optional.of(name), TTL, policy),
                    "1",
                    engine,
                    Member.class.getClassLoader(),
                    this,
                    stateDir,
                    Clock.systemUTC());
        }

        private void hint() {
            membership.hint();
        }

        int owned() {
            return membership.status().owned().size();
        }

        @Override
        public List<OwnableSource> all() {
            return sources;
        }

        @Override
        public void ownershipChanged() {}

        @Override
        public boolean isIdle(String source) {
            return !busy.contains(source);
        }

        @Override
        public Set<String> cutOff() {
            return cutOff;
        }
    }

    @Test
    void sourcesAreSharedAndHandedOver() {
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        Member b = member("b", OnEngineLoss.STOP);
        await("half move", () -> a.owned() == 5 && b.owned() == 5);
        long begin = System.nanoTime();
        a.membership.leave(Duration.ofSeconds(10));
        await("b owns all", () -> b.owned() == 10);
        assertTrue(System.nanoTime() - begin < TTL.toNanos(), "at once, not when the session has run out");
        assertEquals(0, a.owned());
        await("a is gone", () -> b.membership.status().members().keySet().equals(Set.of("b")));
    }

    @Test
    void aSourceIsReleasedWhenNothingOfItIsUnderWay() {
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        a.all().forEach(source -> a.busy.add(source.name()));
        Member b = member("b", OnEngineLoss.STOP);
        await("a gives up five", () -> a.owned() == 5);
        assertEquals(0, b.owned());
        assertEquals(10, store.owners().values().stream().filter("a"::equals).count());
        a.busy.clear();
        await("b owns them", () -> b.owned() == 5);
    }

    @Test
    void theSourcesOfOneThatDisappearsAreTakenOverAfterItsSession() {
        Member a = member("a", OnEngineLoss.STOP);
        Member b = member("b", OnEngineLoss.STOP);
        await("both own some", () -> a.owned() == 5 && b.owned() == 5);
        long begin = System.nanoTime();
        a.membership.close();
        await("b owns all", () -> b.owned() == 10);
        long took = System.nanoTime() - begin;
        assertTrue(
                took < TTL.plusMillis(1_000).toNanos(),
                () -> Duration.ofNanos(took).toString());
    }

    @Test
    void theNextProcessOfAFolderDoesNotWaitForTheSession() {
        Member killed = member("a", OnEngineLoss.STOP);
        await("owns all", () -> killed.owned() == 10);
        killed.membership.close();
        long begin = System.nanoTime();
        Member again = member("a", OnEngineLoss.STOP);
        await("owns all again", () -> again.owned() == 10);
        assertTrue(System.nanoTime() - begin < TTL.toNanos() / 2, "the earlier session was ended");
    }

    @Test
    void withStopItStopsBeforeItsSessionEnds() {
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        Member b = member("b", OnEngineLoss.STOP);
        await("half move", () -> b.owned() == 5);
        a.engine.cut(true);
        String kept = a.membership.status().owned().iterator().next();
        await("a stops", () -> a.membership.permit(kept).nanosLeft() <= 0);
        assertEquals("a", store.owners().get(kept), "nobody else owns it yet");
        await("b owns all", () -> b.owned() == 10 && a.owned() == 0);
        a.engine.cut(false);
        await("half move back", () -> a.owned() == 5);
    }

    @Test
    void withContinueItGoesOnWhileTheEngineIsAway() {
        Member a = member("a", OnEngineLoss.CONTINUE);
        await("a owns all", () -> a.owned() == 10);
        store.down(true);
        await("it has noticed", () -> a.membership.status().trouble() != null);
        long until = System.nanoTime() + TTL.multipliedBy(2).toNanos();
        while (System.nanoTime() < until) {
            assertEquals(10, a.owned());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertTrue(a.membership.permit("source-0").nanosLeft() > 0);
        store.down(false);
        await("the session was opened again", () -> a.membership.status().trouble() == null && a.owned() == 10);
    }

    @Test
    void withContinueItResumesWhatItOwnedIfItStartsWithoutEngine() {
        Member killed = member("a", OnEngineLoss.CONTINUE);
        await("owns all", () -> killed.owned() == 10);
        killed.membership.close();
        store.down(true);
        Member again = member("a", OnEngineLoss.CONTINUE);
        await("goes on", () -> again.owned() == 10);
        Member other = member("b", OnEngineLoss.CONTINUE);
        await("has asked", () -> other.membership.status().trouble() != null);
        assertEquals(0, other.owned());
        store.down(false);
        await("shared", () -> again.owned() == 5 && other.owned() == 5);
    }

    @Test
    void aSessionThatWasEndedByHandIsGivenUpAtOnceAndOpenedAgain() {
        Member a = member("a", OnEngineLoss.CONTINUE);
        await("a owns all", () -> a.owned() == 10);
        Member b = member("b", OnEngineLoss.CONTINUE);
        await("half move", () -> b.owned() == 5);
        String session = String.valueOf(a.membership.status().session());
        store.revoke("a");
        await(
                "a new session",
                () -> !session.equals(String.valueOf(a.membership.status().session())));
        await("shared", () -> a.owned() == 5 && b.owned() == 5);
    }

    @Test
    void oneThatCannotReachArgusGivesItsSourcesAway() {
        Member a = member("a", OnEngineLoss.STOP);
        Member b = member("b", OnEngineLoss.STOP);
        await("shared", () -> a.owned() == 5 && b.owned() == 5);
        a.cutOff = Set.of("main");
        await("b owns all", () -> b.owned() == 10 && a.owned() == 0);
        a.cutOff = Set.of();
        await("shared again", () -> a.owned() == 5 && b.owned() == 5);
    }

    @Test
    void aSourceThatIsRemovedFromTheConfigurationIsReleased() {
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        a.sources = a.sources.subList(0, 9);
        await("a gives one up", () -> a.owned() == 9);
        await("nobody owns it", () -> !store.owners().containsKey("source-9"));
    }

    /** As while a new configuration is rolled out: the other member has none of the sources. */
    @Test
    void aSourceThatTheOtherMemberDoesNotTakeIsNotLeftAlone() {
        Member b = new Member("b", OnEngineLoss.STOP, dir.resolve("b"));
        processes.add(b);
        b.sources = List.of();
        b.membership.start();
        await("b has joined", () -> b.membership.status().members().containsKey("b"));
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        assertEquals(Set.of("a", "b"), a.membership.status().members().keySet());
    }

    @Test
    void anotherProcessWithTheSameNameWaits() {
        Member a = member("a", OnEngineLoss.STOP);
        await("a owns all", () -> a.owned() == 10);
        Member twin = new Member("a", OnEngineLoss.STOP, dir.resolve("twin"));
        processes.add(twin);
        twin.membership.start();
        await(
                "it is told",
                () -> String.valueOf(twin.membership.status().trouble()).contains("there is a member 'a'"));
        assertEquals(0, twin.owned());
        a.membership.leave(Duration.ofSeconds(10));
        await("it joins", () -> twin.owned() == 10);
        assertFalse(String.valueOf(twin.membership.status().trouble()).contains("member"));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
