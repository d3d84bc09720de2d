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
 * What was converted from another program's configuration, as a template is to say it. Secrets are not in it: they are
 * named as files, since the configuration is what people print, mail and keep under version control.
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
     * Takes a conversion.
     *
     * @param secretsFolder what the names of files with secrets are to begin with; empty if they are beside the file
     * @throws IllegalArgumentException if it is not what a conversion may be; the message is for the plugin's author
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
        String file = owner + "." + setting.key().replaceFirst("^argus_", "").replace('_', '-');
        secrets.put(file, secret);
        return "{ file = " + ScalarType.quoted(folder + file) + " }";
    }

    private static void requireType(String source, Map<String, Given> keys) {
        Given type = keys.get("type");
        if (type == null || type.toml().isEmpty()) {
            throw new IllegalArgumentException("[" + SOURCES + source + "] has no 'type'");
        }
    }

    /** Returns the secrets by the names of the files that they belong in. */
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

    /** Returns what is said in a table; empty if nothing is. */
    Map<String, Given> of(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /** Returns the other tables, except those of sources. */
    List<String> tablesBeside(Set<String> known) {
        return tables.keySet().stream()
                .filter(table -> !known.contains(table) && !table.startsWith(SOURCES))
                .toList();
    }

    /** Returns what became of the other program's keys, in two columns. */
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
