package io.github.argusglue.plugin.generic.input;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which each file has one or some of the alerts that are open. Together they are all: a file that is
 * removed ends its alerts. A file that cannot be used keeps the alerts that it had; its name is a scope, so that the
 * incidents of the other files are not concerned.
 */
public final class FolderSource implements DocumentSource {
    private static final int MAX_FILES = 10_000;

    private final Path folder;
    private final String suffix;
    private final Mapping mapping;
    private final @Nullable Duration ttl;
    private final Clock clock;
    private final ReadLimit limit;
    private Map<String, AlertFile> files = Map.of();
    private Map<String, String> unreadable = Map.of();

    /**
     * Creates a source.
     *
     * @param suffix how the names of files end that are read. Those that begin with a dot or end with {@code .tmp}
     *     never are
     * @param mapping how the content of a file is translated; the documents of this source are translated already
     * @param ttl how long a file counts after it was written, unless its alerts say; null for ever
     */
    public FolderSource(Path folder, String suffix, Mapping mapping, @Nullable Duration ttl, SourceContext context) {
        this.folder = folder;
        this.suffix = suffix;
        this.mapping = mapping;
        this.ttl = ttl;
        this.clock = context.clock();
        this.limit = ReadLimit.of(context);
    }

    @Override
    public List<Document> read() throws SourceException, InterruptedException {
        Instant now = clock.instant();
        Map<String, AlertFile> found = new HashMap<>();
        Map<String, String> faults = new LinkedHashMap<>();
        ObjectNode picture = JsonNodeFactory.instance.objectNode().put("complete", true);
        ArrayNode alerts = picture.putArray("alerts");
        long size = 0;
        for (String name : names()) {
            Path path = folder.resolve(name);
            AlertFile file = files.getOrDefault(name, AlertFile.NEW);
            try {
                file = file.read(path, mapping, limit, now);
            } catch (NoSuchFileException e) {
                if (!Files.isSymbolicLink(path)) {
                    // It was removed since the folder was listed.
                    continue;
                }
                file = file.unreadable("'" + path + "' is a link to a file that does not exist");
            } catch (IOException e) {
                file = file.unreadable(PathFault.describe(path, e, "correct or remove it"));
            }
            String fault = file.fault();
            if (fault != null) {
                faults.put(name, fault);
            }
            found.put(name, file);
            size += file.size();
            if (limit.isExceededBy(size)) {
                throw SourceException.badAnswer("'" + folder + "' has " + limit + ": remove what is over", null);
            }
            file.addTo(alerts, ttl, now);
        }
        files = found;
        unreadable = faults;
        return List.of(new Document(picture, now, "'" + folder + "'"));
    }

    private Set<String> names() throws SourceException, InterruptedException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
            for (Path file : listed) {
                String name = file.getFileName().toString();
                if (name.endsWith(suffix)
                        && !name.startsWith(".")
                        && !name.endsWith(".tmp")
                        && !Files.isDirectory(file)) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            IOException cause = e.getCause();
            throw PathFault.of(folder, cause == null ? new IOException(e) : cause, "check 'folder'");
        } catch (IOException e) {
            throw PathFault.of(folder, e, "check 'folder', and whether its disk is mounted");
        }
        if (names.size() > MAX_FILES) {
            throw SourceException.badAnswer(
                    "'" + folder + "' has more than " + MAX_FILES + " files: remove those that are over", null);
        }
        return names;
    }

    @Override
    public LeftOut leftOut() {
        LeftOut.Builder leftOut = LeftOut.builder();
        new TreeMap<>(files).values().forEach(file -> leftOut.addAll(file.leftOut()));
        return leftOut.build();
    }

    @Override
    public Map<String, String> unreadable() {
        return unreadable;
    }
}
