package org.example.files;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder in which each file is an open alert: {@code disk-full.alert} with a line for people, then lines such as
 * {@code host=web1} or {@code severity=high}.
 */
final class FilesAdapter implements SourceAdapter {
    private final FilesConfig config;

    /** The last snapshot's alerts by file name, so that an unchanged file gives the same object again. */
    private Map<String, Seen> seen = Map.of();

    FilesAdapter(FilesConfig config) {
        this.config = config;
    }

    @Override
    public Snapshot snapshot() throws SourceException {
        Map<String, Seen> now = new HashMap<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            try {
                now.put(name, read(file, name));
            } catch (NoSuchFileException e) {
                // Deleted since the folder was listed: it is over, as if it had never been listed.
                continue;
            } catch (IOException | IllegalArgumentException e) {
                unreadable.add("'" + file + "': " + e.getMessage());
            }
        }
        seen = now;
        List<Alert> alerts = now.values().stream().map(Seen::alert).toList();
        // An alert that cannot be read is not over. In a partial snapshot absence means nothing, so it stays open.
        return unreadable.isEmpty() ? Snapshot.complete(alerts) : Snapshot.partial(alerts, String.join("; ", unreadable));
    }

    @Override
    public void close() {}

    private List<Path> files() throws SourceException {
        try (Stream<Path> files = Files.list(config.folder())) {
            return files.filter(file -> file.getFileName().toString().endsWith(config.suffix()))
                    .toList();
        } catch (IOException e) {
            // Never an empty snapshot here: it would close every incident.
            throw SourceException.unreachable(
                    "listing '" + config.folder() + "' failed (" + e + "): check 'folder'", e);
        }
    }

    private Seen read(Path file, String name) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        Seen before = seen.get(name);
        if (before != null && before.modified().equals(modified)) {
            return before;
        }
        // The file's name is the identity of the problem. That its time moves when it is edited does no harm: while an
        // incident with this key is open, it is the running occurrence.
        Alert.Builder alert = Alert.builder(AlertId.startedAt(name, modified), modified);
        List<String> lines = Files.readAllLines(file);
        alert.description(lines.isEmpty() ? name : lines.get(0));
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2 && parts[0].equals("severity")) {
                alert.severity(Severity.valueOf(parts[1].strip().toUpperCase(Locale.ROOT)));
            } else if (parts.length == 2) {
                alert.tag(parts[0], parts[1]);
            }
        }
        return new Seen(modified, alert.build());
    }

    private record Seen(Instant modified, Alert alert) {}
}
