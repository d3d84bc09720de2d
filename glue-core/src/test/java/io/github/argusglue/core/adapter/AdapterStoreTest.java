package io.github.argusglue.core.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterStoreTest {
    @TempDir
    Path folder;

    private AdapterStore store() {
        return new AdapterStore(folder.resolve("sources/oslo.adapter"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Optional<String> text(SourceState state, String name) {
        return state.get(name).map(value -> new String(value, UTF_8));
    }

    @Test
    void entryIsKeptForTheNextProcess() throws IOException {
        SourceState state = store().newSession();
        state.put("trust", bytes("one"));
        state.put("trust", bytes("two"));
        state.put("token", bytes(""));

        SourceState next = store().newSession();
        assertEquals(Optional.of("two"), text(next, "trust"));
        assertEquals(Optional.of(""), text(next, "token"));
        assertEquals(Optional.empty(), text(next, "other"));
    }

    @Test
    void removedEntryIsGone() throws IOException {
        SourceState state = store().newSession();
        state.put("trust", bytes("one"));
        state.remove("trust");
        state.remove("never-there");
        assertEquals(Optional.empty(), text(store().newSession(), "trust"));
    }

    @Test
    void filesAreReadableByTheOwnerOnly() throws IOException {
        store().newSession().put("token", bytes("s3cret"));
        Path sources = folder.resolve("sources/oslo.adapter");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(sources)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(sources.resolve("token"))));
    }

    @Test
    void replacedAdapterCannotWrite() throws IOException {
        AdapterStore store = store();
        SourceState old = store.newSession();
        old.put("trust", bytes("old"));
        SourceState fresh = store.newSession();
        fresh.put("trust", bytes("fresh"));

        IOException late = assertThrows(IOException.class, () -> old.put("trust", bytes("late")));
        assertTrue(String.valueOf(late.getMessage()).contains("was replaced by a new one"), late::toString);
        assertThrows(IOException.class, () -> old.remove("trust"));
        assertEquals(Optional.of("fresh"), text(fresh, "trust"));
    }

    @Test
    void rehearsalReadsStateAndWritesNothing() throws IOException {
        AdapterStore store = store();
        store.newSession().put("trust", bytes("one"));
        store.newSession().put("token", bytes("secret"));

        SourceState rehearsal = store.readOnly();
        assertEquals(Optional.of("one"), text(rehearsal, "trust"));
        rehearsal.put("trust", bytes("two"));
        rehearsal.remove("token");
        assertEquals(Optional.of("two"), text(rehearsal, "trust"));
        assertEquals(Optional.empty(), text(rehearsal, "token"));

        assertEquals(Optional.of("one"), text(store().newSession(), "trust"));
        assertEquals(Optional.of("secret"), text(store().newSession(), "token"));
    }

    @Test
    void rehearsalCreatesNoFolder() throws IOException {
        SourceState rehearsal = store().readOnly();
        rehearsal.put("trust", bytes("two"));
        assertFalse(Files.exists(folder.resolve("sources")));
    }

    @Test
    void unreadableEntryIsMissing() throws IOException {
        Files.createDirectories(folder.resolve("sources/oslo.adapter/trust"));
        assertEquals(Optional.empty(), text(store().newSession(), "trust"));
    }

    @Test
    void folderThatCannotBeCreatedIsReported() throws IOException {
        Files.writeString(folder.resolve("sources"), "in the way");
        IOException failure =
                assertThrows(IOException.class, () -> store().newSession().put("trust", bytes("one")));
        assertTrue(String.valueOf(failure.getMessage()).contains("oslo.adapter/trust"), failure::toString);
    }

    @Test
    void interruptedWriteKeepsTheOldContent() throws IOException {
        SourceState state = store().newSession();
        state.put("trust", bytes("old"));
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, () -> state.put("trust", bytes("new")));
        assertTrue(Thread.interrupted());
        assertEquals(Optional.of("old"), text(state, "trust"));
        state.put("trust", bytes("newer"));
        assertEquals(Optional.of("newer"), text(state, "trust"));
    }

    @Test
    void hasAtMostSixteenEntries() throws IOException {
        SourceState state = store().newSession();
        for (int i = 0; i < SourceState.MOST_ENTRIES; i++) {
            state.put("e" + i, bytes("x"));
        }
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> state.put("one-more", bytes("x")));
        assertEquals("'one-more' would be the 17th entry of this source; the maximum is 16", refusal.getMessage());
        state.put("e0", bytes("changed"));
        assertEquals(Optional.empty(), text(state, "one-more"));
    }

    @Test
    void hasAtMostFourMebibytes() throws IOException {
        SourceState state = store().newSession();
        state.put("a", new byte[3 << 20]);
        assertThrows(IllegalArgumentException.class, () -> state.put("b", new byte[(1 << 20) + 1]));
        state.put("b", new byte[1 << 20]);
        state.put("a", new byte[3 << 20]);
        assertThrows(IllegalArgumentException.class, () -> store().readOnly().put("c", new byte[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "a/b", "..", "a.new", "-a", "a b", "ä"})
    void namesAreWellFormed(String name) {
        SourceState state = store().newSession();
        assertThrows(IllegalArgumentException.class, () -> state.get(name));
        assertThrows(IllegalArgumentException.class, () -> state.put(name, bytes("x")));
        assertThrows(IllegalArgumentException.class, () -> state.remove(name));
    }

    @Test
    void saysWhetherChangesAreDiscarded() {
        assertFalse(store().newSession().discardsChanges());
        assertTrue(store().readOnly().discardsChanges());
        assertTrue(AdapterStore.temporary(folder).newSession().discardsChanges());
    }
}
