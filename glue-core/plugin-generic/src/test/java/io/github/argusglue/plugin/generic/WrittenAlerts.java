package io.github.argusglue.plugin.generic;

import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A monitoring system that writes its problems as a document. */
abstract class WrittenAlerts implements FakeSystem {
    private final SettableClock clock;
    private final Map<String, String> problems = new TreeMap<>();

    WrittenAlerts(SettableClock clock) {
        this.clock = clock;
    }

    /** Writes what is open now. */
    abstract void write() throws IOException;

    /** Returns the whole picture as JSON. */
    String picture() {
        return "{\"complete\": true, \"alerts\": [" + String.join(",", problems.values()) + "]}";
    }

    String alert(String problem, Instant start, String description) {
        return "{\"key\": \"" + problem + "\", \"start\": \"" + start + "\", \"level\": 2, \"description\": \""
                + description + "\", \"tags\": {\"host\": \"web1\"}}";
    }

    /** Replaces a file at once, as other programs should. */
    void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(draft, text);
        Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    Instant now() {
        clock.advance(Duration.ofSeconds(1));
        return clock.instant();
    }

    void save() {
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void open(String problem) {
        problems.put(problem, alert(problem, now(), "disk full"));
        save();
    }

    @Override
    public void end(String problem) {
        now();
        problems.remove(problem);
        save();
    }

    @Override
    public void change(String problem) {
        now();
        problems.computeIfPresent(problem, (name, alert) -> alert.replace("disk full", "disk fuller"));
        save();
    }

    @Override
    public void recover() {
        save();
    }

    @Override
    public void close() {}
}
