package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.ImportedConfig.Setting;
import io.github.argusglue.spi.config.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The converted configuration of another program, for the template. Secrets are replaced by references to files,
 * because configurations are printed, mailed and kept under version control.
 */
public final class ImportedKeys {
    private static final String SOURCES = "sources.";

    private final ImportedConfig config;
    private final Map<String, Map<String, Given>> tables = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    /**
     * A key.
     *
     * @param toml its value
     * @param remark a line for people; may be empty
     */
    record Given(Optional<String> toml, String remark) {}

    /**
     * Creates the keys of a conversion.
     *
     * @param secretsFolder prefix for the names of secret files; empty if they are beside the configuration
     * @throws IllegalArgumentException if the conversion is invalid; the message is for the plugin's author
     */
    public ImportedKeys(ImportedConfig config, String secretsFolder) {
        this.config = config;
        for (Setting setting : config.settings()) {
            Optional<String> toml = setting.value().map(value -> toml(setting, value, secretsFolder));
            Given before = table(setting.table()).put(setting.key(), new Given(toml, setting.remark()));
            if (before != null) {
                throw new IllegalArgumentException(
                        "key '" + setting.key() + "' of [" + setting.table() + "] is given twice");
            }
        }
        sources().forEach(ImportedKeys::requireType);
    }

    private Map<String, Given> table(String name) {
        return tables.computeIfAbsent(name, absent -> new LinkedHashMap<>());
    }

    private String toml(Setting setting, Object value, String folder) {
        if (!(value instanceof Secret secret)) {
            return TomlText.of(value);
        }
        String owner = setting.table().replaceFirst("^sources\\.", "").replace('.', '-');
        String file = owner + "." + fileKey(setting).replace('_', '-');
        secrets.put(file, secret);
        return "{ file = " + ScalarType.quoted(folder + file) + " }";
    }

    /** Returns the key without {@code argus_}, unless the table has that key, too, such as a token of the system. */
    private String fileKey(Setting setting) {
        String brief = setting.key().replaceFirst("^argus_", "");
        boolean isTaken = config.settings().stream()
                .anyMatch(other -> other != setting
                        && other.table().equals(setting.table())
                        && other.key().equals(brief));
        return isTaken ? setting.key() : brief;
    }

    private static void requireType(String source, Map<String, Given> keys) {
        Given type = keys.get("type");
        if (type == null || type.toml().isEmpty()) {
            throw new IllegalArgumentException("[" + SOURCES + source + "] has no 'type'");
        }
    }

    /** Returns the secrets by file name. */
    public Map<String, Secret> secrets() {
        return secrets;
    }

    /** Returns the sources by name. */
    Map<String, Map<String, Given>> sources() {
        Map<String, Map<String, Given>> sources = new LinkedHashMap<>();
        tables.forEach((table, keys) -> {
            if (table.startsWith(SOURCES)) {
                sources.put(table.substring(SOURCES.length()), keys);
            }
        });
        return sources;
    }

    /** Returns the keys of a table; empty if there are none. */
    Map<String, Given> of(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /** Returns all other tables except those of sources. */
    List<String> tablesBeside(Set<String> known) {
        return tables.keySet().stream()
                .filter(table -> !known.contains(table) && !table.startsWith(SOURCES))
                .toList();
    }

    /** Returns how the other program's keys were converted, in two columns. */
    List<String> outcomes() {
        int width = config.outcomes().stream()
                .mapToInt(fate -> fate.oldKey().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        config.outcomes()
                .forEach(fate -> lines.add(
                        fate.oldKey() + " ".repeat(width - fate.oldKey().length()) + "  " + fate.text()));
        return lines;
    }
}
