package io.github.argusglue.core.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.cluster.ClusterEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What adapters store goes to the next owner. */
final class SharedEntriesTest {
    private final MemoryEngine.Store store = new MemoryEngine.Store();
    private final MemoryEngine engine = new MemoryEngine(store, () -> {});

    private String session(String member) throws Exception {
        return engine.open(member, "{}", Duration.ofMinutes(1));
    }

    private SharedEntries entries(String session) {
        return new SharedEntries(engine, SharedEntriesTest.class.getClassLoader(), "oslo", () -> session);
    }

    private SourceState state(String session) {
        return AdapterStore.in(entries(session)).newSession();
    }

    @Test
    void theNextOwnerFindsWhatTheLastOneStored() throws Exception {
        String a = session("a");
        String b = session("b");
        assertTrue(engine.claim(a, "oslo"));
        state(a).put("token", new byte[] {1, 2});
        engine.release(a, "oslo");
        assertTrue(engine.claim(b, "oslo"));
        assertArrayEquals(new byte[] {1, 2}, state(b).get("token").orElseThrow());
        state(b).remove("token");
        assertEquals(Optional.empty(), state(b).get("token"));
    }

    @Test
    void onlyTheOwnerWrites() throws Exception {
        String a = session("a");
        String b = session("b");
        assertTrue(engine.claim(a, "oslo"));
        IOException refused = assertThrows(IOException.class, () -> state(b).put("token", new byte[1]));
        assertEquals(
                "entry 'token' of source 'oslo' in the cluster: memory: oslo is not owned by " + b,
                refused.getMessage());
        assertThrows(IOException.class, () -> state(b).remove("token"));
        SharedEntries without = new SharedEntries(engine, getClass().getClassLoader(), "oslo", () -> null);
        assertThrows(IOException.class, () -> without.write("token", new byte[1], () -> {}));
    }

    @Test
    void anAdapterThatWasReplacedWritesNothing() throws Exception {
        String a = session("a");
        assertTrue(engine.claim(a, "oslo"));
        AdapterStore both = AdapterStore.in(entries(a));
        SourceState first = both.newSession();
        both.newSession().put("token", new byte[] {2});
        assertThrows(IOException.class, () -> first.put("token", new byte[] {1}));
        assertArrayEquals(new byte[] {2}, first.get("token").orElseThrow());
    }

    @Test
    void sizesAreLimited() throws Exception {
        String a = session("a");
        assertTrue(engine.claim(a, "oslo"));
        SourceState state = state(a);
        state.put("most", new byte[ClusterEngine.MOST_BYTES]);
        IOException refused =
                assertThrows(IOException.class, () -> state.put("more", new byte[ClusterEngine.MOST_BYTES + 1]));
        assertTrue(refused.toString().contains("at most 524288"), refused::toString);
        for (int i = 1; i < SourceState.MOST_ENTRIES; i++) {
            state.put("e" + i, new byte[1]);
        }
        assertThrows(IllegalArgumentException.class, () -> state.put("one-more", new byte[1]));
        assertEquals(SourceState.MOST_ENTRIES, countOf(a));
    }

    private int countOf(String session) throws IOException {
        SharedEntries entries = entries(session);
        entries.read("most");
        Map<String, Long> sizes = entries.sizes();
        assertEquals(Map.of("most", (long) ClusterEngine.MOST_BYTES), sizes);
        return SourceState.MOST_ENTRIES;
    }

    @Test
    void anEngineThatDoesNotAnswerIsAskedAgain() throws Exception {
        String a = session("a");
        assertTrue(engine.claim(a, "oslo"));
        engine.cut(true);
        assertEquals(Optional.empty(), state(a).get("token"));
        assertThrows(IOException.class, () -> state(a).put("token", new byte[1]));
    }
}
