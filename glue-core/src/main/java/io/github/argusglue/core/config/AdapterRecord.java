package io.github.argusglue.core.config;

import io.github.argusglue.core.config.KeyType.Bound;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;

/** Checks a plugin's configuration record before any file is read. */
public final class AdapterRecord {
    private AdapterRecord() {}

    /** Returns what the author of the plugin has to fix; empty if the record is valid. */
    public static Optional<String> problem(Class<? extends Record> type) {
        return problem(type, SourceSection.CORE).or(() -> badDefault(SourceSection.core(type)));
    }

    /** Returns what the author of a cluster engine has to fix; empty if the record is valid. */
    public static Optional<String> problemOfEngine(Class<? extends Record> type) {
        return problem(type, ClusterSection.CORE);
    }

    private static Optional<String> problem(Class<? extends Record> type, RecordType core) {
        try {
            RecordType record = RecordType.of(type);
            List<String> taken =
                    record.keyNames().stream().filter(core.keyNames()::contains).toList();
            return taken.isEmpty()
                    ? badDefault(record)
                    : Optional.of("the keys " + taken + " are reserved for argus-glue");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> badDefault(RecordType record) {
        Node empty = Node.root(Toml.parse(""));
        for (KeySpec key : record.allKeys()) {
            Binding binding = new Binding("", Path.of(""), name -> null);
            Bound bound = key.isRequired() ? null : key.bind(empty, binding);
            if (bound == null && !key.isRequired()) {
                return Optional.of("the default of key '" + key.name() + "': "
                        + binding.faults().get(0).message());
            }
        }
        return Optional.empty();
    }
}
