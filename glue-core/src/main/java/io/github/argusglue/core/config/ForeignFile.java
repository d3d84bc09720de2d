package io.github.argusglue.core.config;

import io.github.argusglue.core.config.KeyType.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A configuration file of another program, read as strictly as our own.
 *
 * @param path path as given by the user
 * @param content bound to the requested record
 */
public record ForeignFile<F extends Record>(Path path, F content, List<Fault> keys) {

    /**
     * Creates a file.
     *
     * @param keys the place of each key that has a value, without a message
     */
    public ForeignFile {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a file. Secrets are taken literally: nothing is read from the environment or from other files.
     *
     * @throws ConfigException with all faults
     * @throws IllegalArgumentException if no file can be bound to such a record
     */
    public static <F extends Record> ForeignFile<F> read(Path file, Class<F> type) throws ConfigException {
        RecordType record = RecordType.of(type);
        Node root = Node.root(ConfigLoader.parse(file));
        Binding binding = new Binding(file.toString(), Path.of(""), name -> null);
        Bound bound = record.bind(root, binding);
        if (bound == null || !binding.faults().isEmpty()) {
            throw new ConfigException(binding.faults());
        }
        List<Fault> keys = new ArrayList<>();
        collect(root, file.toString(), keys);
        return new ForeignFile<>(file, type.cast(bound.value()), keys);
    }

    private static void collect(Node table, String file, List<Fault> keys) {
        for (String key : table.keys()) {
            table.child(key).ifPresent(child -> {
                if (child.isTable()) {
                    collect(child, file, keys);
                } else {
                    Place place = child.place();
                    keys.add(new Fault(file, place.line(), place.column(), place.path(), ""));
                }
            });
        }
    }

    /**
     * Rejects a conversion that does not mention all keys of this file.
     *
     * @param mentioned paths of the mentioned keys and tables
     * @throws ConfigException with the keys that are neither mentioned nor below a mentioned table
     */
    public void requireAll(Set<String> mentioned, String message) throws ConfigException {
        List<Fault> forgotten = keys.stream()
                .filter(key -> mentioned.stream()
                        .noneMatch(path ->
                                key.keyPath().equals(path) || key.keyPath().startsWith(path + ".")))
                .map(key -> new Fault(key.file(), key.line(), key.column(), key.keyPath(), message))
                .toList();
        if (!forgotten.isEmpty()) {
            throw new ConfigException(forgotten);
        }
    }
}
