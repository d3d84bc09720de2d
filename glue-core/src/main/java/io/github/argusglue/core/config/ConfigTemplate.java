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
 * A configuration to begin with, written from the records that will read it: what has to be said first and empty, so
 * that {@code check} finds what was forgotten; the rest commented out with what holds without it.
 */
public final class ConfigTemplate {
    private static final String HEAD = """
            # Configuration of argus-glue. Fill in what is "" and look at the rest: a line that is commented out shows what
            # holds without it, or nothing where there is no such value. Then run: argus-glue check
            """;
    private static final String IMPORTED_HEAD = """
            # Configuration of argus-glue, made from 'FILE' of PROGRAM. A line that is commented out
            # shows what holds without it, or nothing where there is no such value. Then run: argus-glue check
            #
            # What became of its keys:
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
     * Returns the text for a source of each of these types.
     *
     * @throws IllegalArgumentException if there is no such type; the message is for people
     */
    public static String of(List<String> wanted, AdapterTypes types) {
        ImportedKeys nothing = new ImportedKeys(ImportedConfig.builder().build(), "");
        return new ConfigTemplate(types, nothing, HEAD).text(wanted);
    }

    /**
     * Returns the text for what was converted from another program's configuration, and further sources.
     *
     * @param file of the other program, as it was given
     * @param program whose it is
     * @throws IllegalArgumentException if there is no such type; the message is for people
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
        table("argus", "One Argus server. Several: [argus.NAME] each, and argus = \"NAME\" in each source.");
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
                        "no plugin has type '" + type + "'; there are: " + String.join(", ", types.types())
                                + Suggestion.of(type, types.types())
                                + types.whyMissing(type).map(why -> "; " + why).orElse("")));
        table("sources." + name, "A source. It needs a source system and a token of its own in Argus.");
        keys(SourceSection.CORE, Set.of(), said);
        RecordType adapter = RecordType.of(record);
        Map<String, Given> unknown = new LinkedHashMap<>(said);
        unknown.keySet().removeAll(SourceSection.CORE.keyNames());
        unknown.keySet().removeAll(adapter.keyNames());
        unknown.forEach(this::line);
        if (!adapter.allKeys().isEmpty()) {
            text.append("\n# From here on the keys of type '").append(type).append("'.\n");
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
     * What has to be said and what is said already comes first.
     *
     * @param demanded keys that the record wants although their types do not
     * @param known values that are clear already, and remarks
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

    /** Writes a key that has a value; of another there is the remark alone. */
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
