package io.github.argusglue.spi.testing;

import static io.github.argusglue.spi.testing.ClusterBench.LONG;
import static io.github.argusglue.spi.testing.ClusterBench.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import io.github.argusglue.spi.cluster.ClusterView.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tests of who owns a source, and of what the others see of it. */
public interface ClusterOwnerContract {

    /** Returns the engines of the running test. */
    ClusterBench bench();

    @Test
    default void sourceHasOneOwner() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String mine = one.open("one", "", LONG);
        String other = two.open("two", "", LONG);
        assertTrue(one.claim(mine, "oslo"), "claim() of a free source");
        assertTrue(one.claim(mine, "oslo"), "claim() by the owner");
        assertFalse(two.claim(other, "oslo"), "claim() of a source that another owns");
        assertFalse(one.claim(other, "oslo"), "claim() for a session that another client opened");
        assertEquals(Map.of("oslo", "one"), two.view().owners());
    }

    @Test
    default void oneOfManyAtOnceBecomesOwner() throws Exception {
        List<ClusterEngine> engines = List.of(bench().engine(), bench().engine());
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sessions.add(engines.get(i % 2).open("member-" + i, "", LONG));
        }
        for (int round = 0; round < 5; round++) {
            String source = "source-" + round;
            List<Callable<Boolean>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ClusterEngine engine = engines.get(i % 2);
                String session = sessions.get(i);
                claims.add(() -> engine.claim(session, source));
            }
            List<Boolean> claimed = bench().atOnce("claim()", claims);
            assertEquals(
                    1,
                    claimed.stream().filter(found -> found).count(),
                    "owners of a source that eight sessions claimed at once");
            assertEquals(
                    "member-" + claimed.indexOf(true),
                    engines.get(0).view().owners().get(source),
                    "the owner in view()");
        }
    }

    @Test
    default void ownerMayClaimTwiceAtOnce() throws Exception {
        ClusterEngine engine = bench().engine();
        String session = engine.open("one", "", LONG);
        Callable<Boolean> claim = () -> engine.claim(session, "oslo");
        assertEquals(List.of(true, true, true), bench().atOnce("claim()", List.of(claim, claim, claim)));
    }

    @Test
    default void viewShowsMembersAndOwners() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        assertEquals(new ClusterView(Map.of(), Map.of()), one.view(), "the view of an empty store");
        String first = one.open("one", "first", LONG);
        String second = two.open("two", "second", LONG);
        one.claim(first, "oslo");
        two.claim(second, "bergen");
        two.claim(second, "bodo");
        ClusterView expected = new ClusterView(
                Map.of("one", new Member(first, "first"), "two", new Member(second, "second")),
                Map.of("oslo", "one", "bergen", "two", "bodo", "two"));
        assertEquals(expected, one.view());
        assertEquals(expected, two.view());
    }

    @Test
    default void releaseFreesTheSource() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String mine = one.open("one", "", LONG);
        String other = two.open("two", "", LONG);
        one.claim(mine, "oslo");
        one.claim(mine, "bergen");
        one.release(mine, "oslo");
        assertEquals(Map.of("bergen", "one"), two.view().owners());
        assertTrue(two.claim(other, "oslo"), "claim() of a source that was released");
    }

    @Test
    default void releaseOfWhatIsNotOwnedDoesNothing() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String mine = one.open("one", "", LONG);
        String other = two.open("two", "", LONG);
        one.release(mine, "bergen");
        one.claim(mine, "oslo");
        two.release(other, "oslo");
        assertEquals(Map.of("oslo", "one"), two.view().owners(), "after release() by another");
        one.end(mine);
        two.claim(other, "oslo");
        one.release(mine, "oslo");
        assertEquals(Map.of("oslo", "two"), two.view().owners(), "after release() by an owner of the past");
    }

    @Test
    default void namesMayBeLongAndAlike() throws Exception {
        ClusterEngine engine = bench().engine();
        List<String> members = List.of("a", "a-b", "a.b", "m".repeat(252) + "1", "m".repeat(252) + "2");
        List<String> sources = List.of("a", "a-", "a-b", "s".repeat(252) + "1", "s".repeat(252) + "2");
        for (int i = 0; i < members.size(); i++) {
            String session = engine.open(members.get(i), members.get(i), LONG);
            assertTrue(engine.claim(session, sources.get(i)), "claim() of the free source " + sources.get(i));
            engine.put(session, sources.get(i), "v".repeat(64), new byte[] {(byte) i});
        }
        ClusterView view = engine.view();
        assertEquals(members.size(), view.members().size(), "number of members");
        for (int i = 0; i < members.size(); i++) {
            assertEquals(
                    members.get(i), ClusterBench.member(view, members.get(i)).info(), "the text of " + members.get(i));
            assertEquals(members.get(i), view.owners().get(sources.get(i)), "the owner of " + sources.get(i));
            assertEquals(
                    i, engine.get(sources.get(i), "v".repeat(64)).orElseThrow()[0], "the value of " + sources.get(i));
        }
    }

    @Test
    default void storesAreSeparate() throws Exception {
        ClusterEngine here = bench().engine();
        ClusterEngine there = bench().engineOfAnotherStore();
        String mine = here.open("one", "here", LONG);
        here.claim(mine, "oslo");
        here.put(mine, "oslo", "seen", new byte[] {1});
        assertEquals(new ClusterView(Map.of(), Map.of()), there.view(), "the view of the other store");
        assertTrue(there.get("oslo", "seen").isEmpty(), "a value of the other store");
        String other = there.open("one", "there", LONG);
        assertTrue(there.claim(other, "oslo"), "claim() in the other store");
        there.put(other, "oslo", "seen", new byte[] {2});
        assertEquals(1, here.get("oslo", "seen").orElseThrow()[0]);
        assertEquals(Map.of("one", new Member(mine, "here")), here.view().members());
        ClusterBench.assertFails("renew() in the other store", () -> there.renew(mine), Kind.SESSION_ENDED);
        there.end(mine);
        here.renew(mine);
    }

    @Test
    default void changesAreReported() throws Exception {
        AtomicInteger changes = new AtomicInteger();
        ClusterEngine observer = bench().engine(changes::incrementAndGet);
        observer.view();
        ClusterEngine other = bench().engine();
        String first = other.open("first", "", LONG);
        // The observer may begin to watch after its first call.
        ClusterBench.await(observer, SOON, "the member", view -> view.members().size() == 1);
        long deadline = System.nanoTime() + SOON.toNanos();
        while (changes.get() == 0 && System.nanoTime() - deadline < 0) {
            other.describe(first, "again");
            TestBench.letTimePass(Duration.ofMillis(100));
        }
        assertTrue(changes.get() > 0, "changed was not called when the text of a member changed");
        String[] second = new String[1];
        checkReported(changes, "open()", () -> second[0] = other.open("second", "", LONG));
        checkReported(changes, "claim()", () -> other.claim(second[0], "oslo"));
        checkReported(changes, "release()", () -> other.release(second[0], "oslo"));
        checkReported(changes, "end()", () -> other.end(second[0]));
    }

    private static void checkReported(AtomicInteger changes, String what, Executable change) throws Exception {
        awaitSilence(changes);
        int before = changes.get();
        try {
            change.execute();
        } catch (Throwable e) {
            throw new AssertionError(what + " of another client failed", e);
        }
        long deadline = System.nanoTime() + SOON.toNanos();
        while (changes.get() == before) {
            assertTrue(
                    System.nanoTime() - deadline < 0,
                    "changed was not called within " + SOON.toSeconds() + " s after " + what + " of another client");
            TestBench.letTimePass(Duration.ofMillis(5));
        }
    }

    /** What is reported late must not count for the next change. */
    private static void awaitSilence(AtomicInteger changes) {
        int before;
        do {
            before = changes.get();
            TestBench.letTimePass(Duration.ofMillis(100));
        } while (changes.get() != before);
    }
}
