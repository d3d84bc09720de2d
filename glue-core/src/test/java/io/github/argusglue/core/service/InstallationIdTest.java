package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationIdTest {
    @TempDir
    Path folder;

    @Test
    void isStableAcrossRestartsAndUniquePerFolder() {
        InstallationId first = new InstallationId(folder.resolve("one"));
        first.persist();
        assertTrue(first.id().matches("[0-9a-f]{16}"), first.id());
        assertEquals(first.id(), new InstallationId(folder.resolve("one")).id());
        assertNotEquals(first.id(), new InstallationId(folder.resolve("two")).id());
    }

    @Test
    void readingTheIdWritesNothing() {
        assertNotEquals("", new InstallationId(folder.resolve("one")).id());
        assertFalse(Files.exists(folder.resolve("one")));
    }

    @Test
    void invalidContentIsReplaced() throws IOException {
        Files.writeString(folder.resolve("installation"), "garbage");
        InstallationId repaired = new InstallationId(folder);
        repaired.persist();
        assertEquals(repaired.id() + "\n", Files.readString(folder.resolve("installation")));
    }
}
