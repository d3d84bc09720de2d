package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.plugin.JarPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A plugin for a folder as a monitoring system: {@code alerts/NAME} is an open alert, {@code acked/NAME} says who
 * acknowledged it, {@code history/NAME} is its log, and feedback is appended to {@code feedback}.
 */
final class FolderPlugin {
    private static final String SOURCE = """
            package demo;
            import io.github.argusglue.spi.*;
            import java.io.IOException;
            import java.nio.file.*;
            import java.time.Instant;
            import java.util.*;
            public class Factory implements SourceAdapterFactory<Factory.Config> {
                public record Config(String folder) {}
                @Override public String type() { return "folder"; }
                @Override public Class<Config> configType() { return Config.class; }
                @Override public SourceAdapter create(Config config, SourceContext context) {
                    return new Adapter(Path.of(config.folder()));
                }
                private record Adapter(Path folder) implements SourceAdapter, FeedbackSink, HistorySource {
                    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
                    @Override public Snapshot snapshot() throws SourceException {
                        List<Alert> alerts = new ArrayList<>();
                        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("alerts"))) {
                            for (Path file : files) {
                                String name = file.getFileName().toString();
                                Alert.Builder alert = Alert.builder(AlertId.startedAt(name, START), START)
                                        .description(name);
                                Path acked = folder.resolve("acked").resolve(name);
                                if (Files.exists(acked)) {
                                    alert.acknowledgement(Acknowledgement.of(
                                            Files.readString(acked).strip(), START, "seen in the folder"));
                                }
                                alerts.add(alert.build());
                            }
                            return Snapshot.complete(alerts);
                        } catch (IOException e) {
                            throw SourceException.unreachable("read " + folder + ": " + e, e);
                        }
                    }
                    @Override public Optional<FeedbackSink> feedback() { return Optional.of(this); }
                    @Override public Optional<HistorySource> history() {
                        return Files.exists(folder.resolve("history")) ? Optional.of(this) : Optional.empty();
                    }
                    @Override public Set<Feedback.Kind> accepts() { return EnumSet.allOf(Feedback.Kind.class); }
                    @Override public void deliver(Feedback f) throws SourceException {
                        try {
                            Path file = folder.resolve("feedback");
                            if (Files.exists(folder.resolve("down"))) {
                                throw new IOException("down");
                            }
                            String line = f.kind() + " " + f.alertId().key() + " " + f.id() + " by " + f.actor() + ": "
                                    + f.text() + f.ticketUrl().map(url -> url.toString()).orElse("") + "\\n";
                            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        } catch (IOException e) {
                            throw SourceException.unreachable("write " + folder + ": " + e, e);
                        }
                    }
                    @Override public List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException {
                        try {
                            Path file = folder.resolve("history").resolve(id.key());
                            List<HistoryEntry> entries = new ArrayList<>();
                            if (Files.exists(file)) {
                                int second = 0;
                                for (String line : Files.readAllLines(file)) {
                                    entries.add(HistoryEntry.of(START.plusSeconds(++second), "kari", line));
                                }
                            }
                            return entries;
                        } catch (IOException e) {
                            throw SourceException.unreachable("read " + folder + ": " + e, e);
                        }
                    }
                    @Override public void close() {}
                }
            }
            """;

    private final Path folder;

    FolderPlugin(Path work) {
        folder = work.resolve("system");
        try {
            JarPlugin.good("folder").source("demo.Factory", SOURCE).write(work.resolve("plugins/folder.jar"));
            Files.createDirectories(folder.resolve("alerts"));
            Files.createDirectories(folder.resolve("acked"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    void open(String name) {
        write("alerts/" + name, "");
    }

    void end(String name) {
        delete("alerts/" + name);
    }

    void acknowledge(String name, String who) {
        write("acked/" + name, who);
    }

    void unacknowledge(String name) {
        delete("acked/" + name);
    }

    void log(String name, String line) {
        try {
            Files.createDirectories(folder.resolve("history"));
            Files.writeString(
                    folder.resolve("history").resolve(name),
                    line + "\n",
                    UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the delivery of feedback fail, or work again. */
    void down(boolean down) {
        if (down) {
            write("down", "");
        } else {
            delete("down");
        }
    }

    /** Returns the delivered feedback, one line each. */
    List<String> feedback() {
        try {
            Path file = folder.resolve("feedback");
            return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the kinds and alerts of the delivered feedback, such as "CLOSED a". */
    List<String> kinds() {
        return feedback().stream()
                .map(line -> line.replaceAll("^(\\S+ \\S+) .*", "$1"))
                .toList();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
