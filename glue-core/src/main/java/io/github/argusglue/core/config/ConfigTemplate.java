package io.github.argusglue.core.config;

import io.github.argusglue.core.config.ImportedKeys.Given;
import io.github.argusglue.spi.config.ImportedConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes a new configuration, from the records that will read it. Required keys come first and are empty, so that
 * {@code check} finds those that were forgotten; the others are commented out, with their defaults.
 */
public final class ConfigTemplate {
    private static final String HEAD = """
            # Configuration of argus-glue. Fill in the values that are "", and review the rest: lines that are commented
            # out show the defaults. Then run: argus-glue check
            """;
    private static final String IMPORTED_HEAD = """
            # Configuration of argus-glue, converted from 'FILE' of PROGRAM. Lines that are commented
            # out show the defaults. Then run: argus-glue check
            #
            # How its keys were converted:
            """;

    private static final Given NOTHING = new Given(Optional.empty(), "");

    private final AdapterTypes types;
    private final ImportedKeys given;
    private final StringBuilder text;

    private ConfigTemplate(AdapterTypes types, ImportedKeys given, String head) {
        this.types = types;
        this.given = given;
        this.text = new StringBuilder(head);
    }

    /**
     * Returns the text for one source of each of the given types.
     *
     * @throws IllegalArgumentException if a type does not exist; the message is for users
     */
    public static String of(List<String> wanted, AdapterTypes types) {
        ImportedKeys nothing = new ImportedKeys(ImportedConfig.builder().build(), "");
        return new ConfigTemplate(types, nothing, HEAD).text(wanted);
    }

    /**
     * Returns the text for a converted configuration of another program, and additional sources.
     *
     * @param file file of the other program, as given by the user
     * @param program name of the other program
     * @throws IllegalArgumentException if a type does not exist; the message is for users
     */
    public static String of(
            ImportedKeys imported, String file, String program, List<String> wanted, AdapterTypes types) {
        StringBuilder head = new StringBuilder(
                IMPORTED_HEAD.replace("PROGRAM", program).replace("FILE", file.replaceAll("\\p{Cntrl}", "?")));
        imported.outcomes().forEach(line -> head.append("#   ").append(line).append('\n'));
        return new ConfigTemplate(types, imported, head.append('\n').toString()).text(wanted);
    }

    private String text(List<String> wanted) {
        keys(RecordType.of(RootConfig.class), Set.of(), Map.of());
        table(
                "argus",
                "The Argus server. For several servers, use [argus.NAME] for each, and argus ="
                        + " \"NAME\" in each source.");
        keys(ArgusSection.SERVER, Set.of(), given.of("argus"));
        table("http", "Status page, metrics and webhooks.");
        keys(HttpSection.KEYS, Set.of(), given.of("http"));
        table("log", "");
        keys(LogSection.KEYS, Set.of(), given.of("log"));
        for (String name : given.tablesBeside(Set.of("argus", "http", "log"))) {
            table(name, "");
            if (name.startsWith("failover.")) {
                keys(FailoverSection.KEYS, Set.of(), given.of(name));
            } else {
                given.of(name).forEach(this::line);
            }
        }
        Set<String> names = new HashSet<>(given.sources().keySet());
        given.sources().forEach(this::source);
        wanted.forEach(type ->
                source(name(type, names), Map.of("type", new Given(Optional.of(ScalarType.quoted(type)), ""))));
        return text.toString();
    }

    private void source(String name, Map<String, Given> said) {
        String type = said.getOrDefault("type", NOTHING).toml().orElse("").replace("\"", "");
        Class<? extends Record> record = types.configType(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no plugin has type '" + type + "'; available types: " + String.join(", ", types.types())
                                + Suggestion.of(type, types.types())
                                + types.whyMissing(type).map(why -> "; " + why).orElse("")));
        table("sources." + name, "A source. It needs its own source system and token in Argus.");
        keys(SourceSection.core(record), Set.of(), said);
        RecordType adapter = RecordType.of(record);
        Map<String, Given> unknown = new LinkedHashMap<>(said);
        unknown.keySet().removeAll(SourceSection.CORE.keyNames());
        unknown.keySet().removeAll(adapter.keyNames());
        unknown.forEach(this::line);
        if (!adapter.allKeys().isEmpty()) {
            text.append("\n# The following keys are those of type '")
                    .append(type)
                    .append("'.\n");
            keys(adapter, adapter.demanded(), said);
        }
    }

    private static String name(String type, Set<String> taken) {
        String plain =
                type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-$", "");
        String base = plain.isEmpty() ? "source" : plain;
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private void table(String path, String comment) {
        text.append('\n');
        if (!comment.isEmpty()) {
            text.append("# ").append(comment).append('\n');
        }
        text.append('[').append(path).append("]\n");
    }

    /**
     * Writes the keys of a table: required keys and those with a value come first.
     *
     * @param demanded keys that the record requires although their types are optional
     * @param known known values and remarks
     */
    private void keys(RecordType record, Set<String> demanded, Map<String, Given> known) {
        Predicate<KeySpec> first = key -> key.isRequired()
                || demanded.contains(key.name())
                || known.getOrDefault(key.name(), NOTHING).toml().isPresent();
        for (KeySpec key : record.allKeys()) {
            if (first.test(key)) {
                explain(key, "# ");
                Given said = known.getOrDefault(key.name(), NOTHING);
                line(
                        key.name(),
                        new Given(said.toml().or(() -> Optional.of(key.type().empty())), said.remark()));
            }
        }
        for (KeySpec key : record.allKeys()) {
            if (!first.test(key)) {
                explain(key, "# ");
                remark(known.getOrDefault(key.name(), NOTHING).remark());
                text.append('#')
                        .append(key.name())
                        .append(" = ")
                        .append(byDefault(key))
                        .append('\n');
            }
        }
    }

    private void explain(KeySpec key, String start) {
        text.append(start).append(key.doc().replace("\n", " "));
        text.append(" (").append(key.type().label().replace("`", "")).append(")\n");
        key.type()
                .record()
                .ifPresent(inner ->
                        inner.allKeys().forEach(nested -> explain(nested, start + "  " + nested.name() + ": ")));
    }

    /** Writes a key with a value, or only the remark if there is no value. */
    private void line(String key, Given said) {
        remark(said.remark());
        said.toml()
                .ifPresent(toml -> text.append(key).append(" = ").append(toml).append('\n'));
    }

    private void remark(String remark) {
        if (!remark.isEmpty()) {
            text.append("# ").append(remark).append('\n');
        }
    }

    private static String byDefault(KeySpec key) {
        return key.byDefault()
                .map(value -> key.type().isText() ? ScalarType.quoted(value) : value)
                .orElseGet(() -> key.type().empty());
    }
}
