package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Files that real daemons have written, in a folder of a test. */
final class Samples {
    static final String NAGIOS = "nagios-4.4.6";
    static final String NAEMON = "naemon-1.5.2";

    final Path dir;
    final Path status;
    final Path objects;
    final Path log;

    Samples(Path dir, String daemon) throws IOException {
        this.dir = dir;
        status = copy(daemon, "status.dat");
        objects = copy(daemon, "objects.cache");
        log = copy(daemon, "nagios.log");
    }

    private Path copy(String daemon, String name) throws IOException {
        try (InputStream from = Samples.class.getResourceAsStream(daemon + "/" + name)) {
            Files.copy(from, dir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return dir.resolve(name);
    }

    FilesConfig config() {
        return new FilesConfig(
                Optional.empty(),
                Optional.of(status),
                Optional.of(objects),
                Optional.of(log),
                Optional.of(dir.resolve("nagios.cmd")),
                Optional.empty());
    }

    /** Returns a clock at which status.dat was just written. */
    SettableClock clock() throws IOException {
        return new SettableClock(created());
    }

    Instant created() throws IOException {
        String text = Files.readString(status);
        int at = text.indexOf("created=") + "created=".length();
        return Instant.ofEpochSecond(Long.parseLong(text.substring(at, text.indexOf('\n', at))));
    }

    /** Replaces a file as the daemon does it. */
    static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling("temporary");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void rewriteStatus(String what, String by) throws IOException {
        String text = Files.readString(status, StandardCharsets.ISO_8859_1);
        replace(status, text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1));
    }

    static ObjectStatus find(Collection<ObjectStatus> all, String key) {
        return all.stream()
                .filter(status -> status.key().equals(ObjectKey.parse(key)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + key + "' in " + all));
    }
}
