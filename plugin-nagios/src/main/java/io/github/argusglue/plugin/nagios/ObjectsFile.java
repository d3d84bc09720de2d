package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One objects.cache: which objects are configured, and what is. */
final class ObjectsFile {
    private final FileIdentity identity;
    private final Map<ObjectKey, Definition> definitions = new HashMap<>();
    private final Map<ObjectKey, TreeSet<String>> groups = new HashMap<>();

    private ObjectsFile(FileIdentity identity) {
        this.identity = identity;
    }

    static ObjectsFile read(Path path) throws IOException, SourceException {
        try (BlockFile file = new BlockFile(path)) {
            ObjectsFile objects = new ObjectsFile(file.identity());
            while (file.next()) {
                switch (file.kind()) {
                    case "define host" -> objects.add(file.key(true), file);
                    case "define service" -> objects.add(file.key(false), file);
                    case "define hostgroup" -> objects.addGroup(file.text("hostgroup_name"), 1, file);
                    case "define servicegroup" -> objects.addGroup(file.text("servicegroup_name"), 2, file);
                    default -> {}
                }
            }
            return objects;
        }
    }

    private void add(ObjectKey key, BlockFile file) {
        definitions.put(key, Definition.of(file.fields(), List.of()));
    }

    /** Adds a group. Its members are hosts, one word each, or services, two words each. */
    private void addGroup(String name, int size, BlockFile file) {
        List<String> members = file.fields().texts("members");
        for (int i = 0; i + size <= members.size(); i += size) {
            ObjectKey key = new ObjectKey(members.get(i), size == 1 ? null : members.get(i + 1));
            groups.computeIfAbsent(key, any -> new TreeSet<>()).add(name);
        }
    }

    FileIdentity identity() {
        return identity;
    }

    Set<ObjectKey> keys() {
        return definitions.keySet();
    }

    /** Returns what is configured about an object. */
    Definition find(ObjectKey key) {
        Definition host = definitions.getOrDefault(ObjectKey.host(key.host()), Definition.NONE);
        return definitions
                .getOrDefault(key, Definition.NONE)
                .withGroups(List.copyOf(groups.getOrDefault(key, new TreeSet<>())))
                .expanded(key, host);
    }
}
