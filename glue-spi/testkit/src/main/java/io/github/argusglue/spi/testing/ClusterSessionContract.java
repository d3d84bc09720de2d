package io.github.argusglue.spi.testing;

import static io.github.argusglue.spi.testing.ClusterBench.LONG;
import static io.github.argusglue.spi.testing.ClusterBench.SHORT;
import static io.github.argusglue.spi.testing.ClusterBench.SOON;
import static io.github.argusglue.spi.testing.ClusterBench.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.github.argusglue.spi.cluster.ClusterView;
import io.github.argusglue.spi.cluster.ClusterView.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Tests of how sessions begin, last and end. */
public interface ClusterSessionContract {

    /** Returns the engines of the running test. */
    ClusterBench bench();

    @Test
    default void sessionThatIsNotRenewedEnds() throws Exception {
        ClusterEngine observer = bench().engine();
        String other = observer.open("observer", "", LONG);
        ClusterEngine engine = bench().engine();
        long called = System.nanoTime();
        String session = engine.open("one", "", SHORT);
        assertTrue(engine.claim(session, "oslo"), "claim() of a free source");
        assertFalse(observer.claim(other, "oslo"), "claim() of a source that another owns");
        checkEndsInTime(observer, called);
        assertFails("renew() of a session that has ended", () -> engine.renew(session), Kind.SESSION_ENDED);
        assertFails("claim() of a session that has ended", () -> engine.claim(session, "oslo"), Kind.SESSION_ENDED);
        assertTrue(observer.claim(other, "oslo"), "claim() of a source whose owner's session has ended");
    }

    @Test
    default void renewedSessionLasts() throws Exception {
        ClusterEngine observer = bench().engine();
        observer.view();
        ClusterEngine engine = bench().engine();
        long called = System.nanoTime();
        long end = called + SHORT.plusSeconds(2).toNanos();
        String session = engine.open("one", "", SHORT);
        assertTrue(engine.claim(session, "oslo"), "claim() of a free source");
        while (System.nanoTime() - end < 0) {
            TestBench.letTimePass(Duration.ofMillis(400));
            called = System.nanoTime();
            engine.renew(session);
            ClusterView view = observer.view();
            assertTrue(view.members().containsKey("one"), "the session was renewed, and it is not in view()");
            assertEquals(Map.of("oslo", "one"), view.owners(), "the owner's session was renewed");
        }
        checkEndsInTime(observer, called);
    }

    /** Waits for the end of the session of the member 'one', for which the last call that extends it began then. */
    private static void checkEndsInTime(ClusterEngine observer, long called) throws Exception {
        long returned = System.nanoTime();
        while (true) {
            long before = System.nanoTime();
            ClusterView view = observer.view();
            if (!view.members().containsKey("one")) {
                Duration lasted = Duration.ofNanos(System.nanoTime() - called);
                assertTrue(
                        lasted.compareTo(SHORT) >= 0,
                        "a session of " + SHORT.toMillis() + " ms has ended after " + lasted.toMillis() + " ms");
                break;
            }
            assertTrue(
                    before - returned < SHORT.plus(SOON).toNanos(),
                    "a session of " + SHORT.toMillis() + " ms that is not renewed is still there after "
                            + Duration.ofNanos(before - returned).toMillis() + " ms");
            TestBench.letTimePass(Duration.ofMillis(20));
        }
        ClusterBench.await(
                observer,
                SOON,
                "that the source is free",
                view -> !view.owners().containsKey("oslo"));
    }

    @Test
    default void endFreesNameAndSources() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String session = one.open("one", "", LONG);
        one.claim(session, "oslo");
        one.end(session);
        assertEquals(new ClusterView(Map.of(), Map.of()), two.view(), "the view after end()");
        String other = two.open("two", "", LONG);
        assertTrue(two.claim(other, "oslo"), "claim() of a source whose owner's session has ended");
        checkHasEnded(one, session);
        one.end(session);
    }

    @Test
    default void sessionIsEndedByAnotherClient() throws Exception {
        ClusterEngine one = bench().engine();
        String session = one.open("one", "", LONG);
        one.claim(session, "oslo");
        bench().engine().end(session);
        assertEquals(new ClusterView(Map.of(), Map.of()), one.view(), "the view after end()");
        checkHasEnded(one, session);
        one.end(session);
    }

    @Test
    default void nextSessionOfAMemberIsAnother() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String first = one.open("one", "first", LONG);
        assertTrue(first.length() <= 64, "the identifier of a session is longer than 64 characters: " + first);
        assertFails("open() of a name that is taken", () -> two.open("one", "", LONG), Kind.NAME_TAKEN);
        assertFails("open() of its own name again", () -> one.open("one", "", LONG), Kind.NAME_TAKEN);
        assertEquals(Map.of("one", new Member(first, "first")), two.view().members(), "after a refused open()");
        one.renew(first);
        one.end(first);
        String second = two.open("one", "second", LONG);
        assertNotEquals(first, second, "the identifier of the next session");
        two.claim(second, "oslo");
        checkHasEnded(one, first);
        one.release(first, "oslo");
        one.end(first);
        ClusterView expected = new ClusterView(Map.of("one", new Member(second, "second")), Map.of("oslo", "one"));
        assertEquals(expected, two.view(), "after calls for the session before it");
        two.renew(second);
    }

    private static void checkHasEnded(ClusterEngine engine, String session) {
        assertFails("renew() of a session that has ended", () -> engine.renew(session), Kind.SESSION_ENDED);
        assertFails("describe() of a session that has ended", () -> engine.describe(session, "x"), Kind.SESSION_ENDED);
        assertFails("claim() of a session that has ended", () -> engine.claim(session, "oslo"), Kind.SESSION_ENDED);
        assertFails("claim() of a session that has ended", () -> engine.claim(session, "free"), Kind.SESSION_ENDED);
    }

    @Test
    default void oneOfManyAtOnceGetsTheName() throws Exception {
        List<ClusterEngine> engines = List.of(bench().engine(), bench().engine());
        List<Callable<String>> opens = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ClusterEngine engine = engines.get(i % 2);
            opens.add(() -> {
                try {
                    return engine.open("one", "", LONG);
                } catch (ClusterException e) {
                    assertEquals(Kind.NAME_TAKEN, e.kind(), e.getMessage());
                    return "";
                }
            });
        }
        List<String> opened = bench().atOnce("open()", opens).stream()
                .filter(session -> !session.isEmpty())
                .toList();
        assertEquals(1, opened.size(), "sessions of one name that were opened at once");
        engines.get(0).renew(opened.get(0));
        assertEquals(
                opened.get(0), ClusterBench.member(engines.get(1).view(), "one").session(), "the session in view()");
    }

    @Test
    default void describeReplacesTheText() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String longest = "æ\u0130ı\uD83D\uDE00\"'\\\n\t{}<".repeat(400).substring(0, 4096);
        String session = one.open("one", longest, LONG);
        one.claim(session, "oslo");
        assertEquals(longest, ClusterBench.member(two.view(), "one").info(), "the text given to open()");
        one.describe(session, "");
        assertEquals("", ClusterBench.member(two.view(), "one").info(), "an empty text");
        two.describe(session, longest);
        ClusterView expected = new ClusterView(Map.of("one", new Member(session, longest)), Map.of("oslo", "one"));
        assertEquals(expected, two.view(), "after describe()");
        one.renew(session);
    }

    @Test
    default void closeLeavesSessions() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String session = one.open("one", "", LONG);
        one.claim(session, "oslo");
        one.close();
        one.close();
        assertEquals(Map.of("oslo", "one"), two.view().owners(), "after close()");
        two.renew(session);
        two.put(session, "oslo", "seen", new byte[] {1});
        two.end(session);
        assertEquals(new ClusterView(Map.of(), Map.of()), two.view(), "after end() of a session that was left behind");
    }
}
