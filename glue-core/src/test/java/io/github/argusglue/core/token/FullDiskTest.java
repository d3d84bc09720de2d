package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.argusglue.core.token.RenewalResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a separate file system that is full or read-only; only root may mount one. */
final class FullDiskTest {
    private static final int BLOCK = 1_024;

    @TempDir
    Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder.toString()) == 0;
        assumeTrue(mounted, "not even root may mount here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertEquals(0, run("umount", folder.toString()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void fill() throws IOException {
        Path filler = folder.resolve("filler");
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        try (var out = Files.newOutputStream(filler)) {
            for (int written = 0; written < 1_000; written++) {
                out.write(block);
            }
        } catch (IOException full) {
            assertTrue(String.valueOf(full.getMessage()).contains("No space"), full.toString());
        }
    }

    @Test
    void nothingIsStartedOnAFullDisk() throws Exception {
        try (TokenScene scene = new TokenScene(folder)) {
            fill();
            RenewalResult result = scene.renewal().renew(Duration.ZERO);
            assertEquals(Kind.NOT_BEGUN, result.kind(), result.text());
            assertTrue(result.text().contains("No space left"), result.text());
            assertEquals(scene.first, scene.token());
            assertTrue(scene.isGood());
            Files.delete(folder.resolve("filler"));
            assertEquals(Kind.RENEWED, scene.renewal().renew(Duration.ZERO).kind(), "with room it is renewed");
        }
    }

    @Test
    void anInterruptedRenewalCompletesOnAFullDisk() throws Exception {
        try (TokenScene scene = new TokenScene(folder)) {
            RenewalResult result = scene.renewal(scene.api(), new FillingDisk()).renew(Duration.ZERO);
            assertEquals(Kind.RENEWED, result.kind(), result.text());
            assertTrue(scene.isGood());
            assertTrue(scene.isTidy());
        }
    }

    @Test
    void aReadOnlyFileSystemIsReportedInAdvance() throws Exception {
        try (TokenScene scene = new TokenScene(folder)) {
            assertEquals(0, run("mount", "-o", "remount,ro", folder.toString()));
            assertTrue(scene.renewal().obstacle().isPresent());
            RenewalResult result = scene.renewal().renew(Duration.ZERO);
            assertEquals(Kind.NOT_BEGUN, result.kind(), result.text());
            assertTrue(scene.isGood());
        }
    }

    /** Becomes full after everything that is needed has been allocated. */
    private final class FillingDisk implements Disk {
        private final Disk real = new RealDisk();
        private int allocated;

        @Override
        public void allocate(Path file, int bytes, Path like) throws IOException {
            real.allocate(file, bytes, like);
            allocated++;
            if (allocated == 2) {
                fill();
            }
        }

        @Override
        public void overwrite(Path file, long position, byte[] bytes) throws IOException {
            real.overwrite(file, position, bytes);
        }

        @Override
        public void replaceContent(Path file, byte[] bytes) throws IOException {
            real.replaceContent(file, bytes);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            real.delete(file);
        }
    }
}
