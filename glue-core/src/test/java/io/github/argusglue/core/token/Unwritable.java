package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder in which nobody can write, not even root, until it is closed: root ignores permissions, so it is mounted.
 */
final class Unwritable implements AutoCloseable {
    private final Path folder;
    private final boolean mounted;

    private Unwritable(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    static Unwritable make(Path folder) throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            assumeTrue(run("mount", "--bind", folder.toString(), folder.toString()), "not even root may mount here");
            assertTrue(run("mount", "-o", "remount,bind,ro", folder.toString()));
        } else {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        }
        return new Unwritable(folder, root);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            assertTrue(run("umount", folder.toString()));
        } else {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
