package io.github.argusglue.spi.testing;

import static io.github.argusglue.spi.testing.ClusterBench.LONG;
import static io.github.argusglue.spi.testing.ClusterBench.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests of the values that are stored for a source. */
public interface ClusterValueContract {

    /** Returns the engines of the running test. */
    ClusterBench bench();

    @Test
    default void valueIsReadAsItWasStored() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String session = one.open("one", "", LONG);
        one.claim(session, "oslo");
        assertTrue(two.get("oslo", "seen").isEmpty(), "a value that was never stored");
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] largest = new byte[ClusterEngine.MOST_BYTES];
        new Random(1).nextBytes(largest);
        for (byte[] value : new byte[][] {all, {}, {0}, largest, {1}}) {
            one.put(session, "oslo", "seen", value);
            assertArrayEquals(value, two.get("oslo", "seen").orElseThrow(), "a value of " + value.length + " bytes");
        }
        two.put(session, "oslo", "seen", new byte[] {2});
        assertArrayEquals(new byte[] {2}, one.get("oslo", "seen").orElseThrow(), "a value stored by another client");
    }

    @Test
    default void valuesAreSeparate() throws Exception {
        ClusterEngine engine = bench().engine();
        String session = engine.open("one", "", LONG);
        engine.claim(session, "oslo");
        engine.claim(session, "oslo-2");
        engine.put(session, "oslo", "seen", new byte[] {1});
        engine.put(session, "oslo", "seen-2", new byte[] {2});
        engine.put(session, "oslo-2", "seen", new byte[] {3});
        assertTrue(engine.get("bergen", "seen").isEmpty(), "the value of a source that stored none");
        assertTrue(engine.get("oslo", "see").isEmpty(), "the value of a name that begins like another");
        engine.remove(session, "oslo", "seen");
        engine.remove(session, "oslo", "seen");
        engine.remove(session, "oslo", "never");
        assertTrue(engine.get("oslo", "seen").isEmpty(), "a value that was removed");
        assertArrayEquals(new byte[] {2}, engine.get("oslo", "seen-2").orElseThrow());
        assertArrayEquals(new byte[] {3}, engine.get("oslo-2", "seen").orElseThrow());
    }

    @Test
    default void valuesOutliveTheSession() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String session = one.open("one", "", LONG);
        one.claim(session, "oslo");
        one.put(session, "oslo", "seen", new byte[] {1});
        one.put(session, "oslo", "other", new byte[] {2});
        one.end(session);
        assertArrayEquals(new byte[] {1}, two.get("oslo", "seen").orElseThrow(), "after the end of the session");
        String next = two.open("two", "", LONG);
        two.claim(next, "oslo");
        assertArrayEquals(new byte[] {1}, two.get("oslo", "seen").orElseThrow(), "for the next owner");
        two.put(next, "oslo", "seen", new byte[] {3});
        two.remove(next, "oslo", "other");
        assertArrayEquals(new byte[] {3}, two.get("oslo", "seen").orElseThrow());
        assertTrue(two.get("oslo", "other").isEmpty(), "a value that the next owner removed");
    }

    @Test
    default void onlyTheOwnerChangesValues() throws Exception {
        ClusterEngine one = bench().engine();
        ClusterEngine two = bench().engine();
        String mine = one.open("one", "", LONG);
        String other = two.open("two", "", LONG);
        assertFails("put() to a free source", () -> one.put(mine, "oslo", "seen", new byte[1]), Kind.NOT_OWNER);
        assertFails("remove() from a free source", () -> one.remove(mine, "oslo", "seen"), Kind.NOT_OWNER);
        assertTrue(one.get("oslo", "seen").isEmpty(), "a value that nobody who may has stored");
        one.claim(mine, "oslo");
        one.put(mine, "oslo", "seen", new byte[] {1});
        checkIsRefused(two, other, Kind.NOT_OWNER);
        one.release(mine, "oslo");
        checkIsRefused(one, mine, Kind.NOT_OWNER);
        two.claim(other, "oslo");
        checkIsRefused(one, mine, Kind.NOT_OWNER);
        two.end(other);
        checkIsRefused(two, other, Kind.NOT_OWNER, Kind.SESSION_ENDED);
        one.claim(mine, "oslo");
        checkIsRefused(two, other, Kind.NOT_OWNER, Kind.SESSION_ENDED);
        one.put(mine, "oslo", "seen", new byte[] {2});
        assertArrayEquals(new byte[] {2}, two.get("oslo", "seen").orElseThrow());
    }

    private static void checkIsRefused(ClusterEngine engine, String session, Kind... kinds) throws Exception {
        assertFails(
                "put() by a session that does not own the source",
                () -> engine.put(session, "oslo", "seen", new byte[] {9}),
                kinds);
        assertFails(
                "remove() by a session that does not own the source",
                () -> engine.remove(session, "oslo", "seen"),
                kinds);
        assertArrayEquals(new byte[] {1}, engine.get("oslo", "seen").orElseThrow(), "the value after refused changes");
    }
}
