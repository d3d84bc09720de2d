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
            """;
    private static final String SHORT_HEAD = """
            # These are the keys that most installations set. The same command with --all writes every key, with its full
            # description; docs/configuration.md and docs/plugins list them, too.
            """;
    private static final String OUTCOMES_HEAD = """
            #
            # How its keys were converted:
            """;
    private static final String FAILOVER = "For a second argus-glue that takes over while the first is down. Sources of"
            + " the group have failover = \"NAME\".";

    private static final Given NOTHING = new Given(Optional.empty(), "");

    private final AdapterTypes types;
    private final ImportedKeys given;
    private final Extent extent;
    private final StringBuilder text;

    /** Which keys are written. */
    public enum Extent {
        /** Those that are required, that have a value, or that most operators set; one line explains each. */
        SHORT,
        /** Every key, with its whole description. */
        ALL
    }

    private ConfigTemplate(AdapterTypes types, ImportedKeys given, Extent extent, String head) {
        this.types = types;
        this.given = given;
        this.extent = extent;
        this.text = new StringBuilder(head);
    }

    /**
     * Returns the text for one source of each of the given types.
     *
     * @throws IllegalArgumentException if a type does not exist; the message is for users
     */
    public static String of(List<String> wanted, AdapterTypes types, Extent extent) {
        ImportedKeys nothing = new ImportedKeys(ImportedConfig.builder().build(), "");
        return new ConfigTemplate(types, nothing, extent, head(HEAD, extent)).text(wanted);
    }

    /**
     * Returns the text for a converted configuration of another program, and additional sources.
     *
     * @param file file of the other program, as given by the user
     * @param program name of the other program
     * @throws IllegalArgumentException if a type does not exist; the message is for users
     */
    public static String of(
            ImportedKeys imported,
            String file,
            String program,
            List<String> wanted,
            AdapterTypes types,
            Extent extent) {
        String start = IMPORTED_HEAD.replace("PROGRAM", program).replace("FILE", file.replaceAll("\\p{Cntrl}", "?"));
        StringBuilder head = new StringBuilder(head(start, extent)).append(OUTCOMES_HEAD);
        imported.outcomes().forEach(line -> head.append("#   ").append(line).append('\n'));
        return new ConfigTemplate(types, imported, extent, head.append('\n').toString()).text(wanted);
    }

    private static String head(String start, Extent extent) {
        return extent == Extent.SHORT ? start + SHORT_HEAD : start;
    }

    private String text(List<String> wanted) {
        keys(RecordType.of(RootConfig.class), Set.of(), Map.of());
        section(
                "argus",
                "The Argus server. For several servers, use [argus.NAME] for each, and argus ="
                        + " \"NAME\" in each source.",
                ArgusSection.SERVER);
        section("http", "Status page, metrics and webhooks.", HttpSection.KEYS);
        section("log", "", LogSection.KEYS);
        List<String> others = given.tablesBeside(Set.of("argus", "http", "log"));
        for (String name : others) {
            if (name.startsWith("failover.")) {
                section(name, "", FailoverSection.KEYS);
            } else {
                table(name, "");
                given.of(name).forEach(this::line);
            }
        }
        if (extent == Extent.ALL && others.stream().noneMatch(name -> name.startsWith("failover."))) {
            absentFailover();
        }
        Set<String> names = new HashSet<>(given.sources().keySet());
        given.sources().forEach(this::source);
        wanted.forEach(type ->
                source(name(type, names), Map.of("type", new Given(Optional.of(ScalarType.quoted(type)), ""))));
        return text.toString();
    }

    /** Writes a table that few have: its heading is commented out, too. */
    private void absentFailover() {
        text.append("\n# ").append(FAILOVER).append("\n#[failover.NAME]\n");
        for (KeySpec key : FailoverSection.KEYS.allKeys()) {
            explain(key, "# ");
            commentedOut(key);
        }
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
        Set<String> demanded = adapter.demanded();
        if (adapter.allKeys().stream().anyMatch(key -> isWritten(key, adapter, demanded, said))) {
            text.append("\n# The following keys are those of type '")
                    .append(type)
                    .append("'.\n");
            keys(adapter, demanded, said);
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

    /** Writes a table of the core, unless there is nothing to write in it. */
    private void section(String path, String comment, RecordType record) {
        Map<String, Given> known = given.of(path);
        if (record.allKeys().stream().anyMatch(key -> isWritten(key, record, Set.of(), known))) {
            table(path, comment);
            keys(record, Set.of(), known);
        }
    }

    private void table(String path, String comment) {
        text.append('\n');
        if (!comment.isEmpty()) {
            text.append("# ").append(comment).append('\n');
        }
        text.append('[').append(path).append("]\n");
    }

    private boolean isWritten(KeySpec key, RecordType record, Set<String> demanded, Map<String, Given> known) {
        return extent == Extent.ALL
                || isFirst(key, demanded, known)
                || known.containsKey(key.name())
                || record.commonKeys().contains(key.name());
    }

    private static boolean isFirst(KeySpec key, Set<String> demanded, Map<String, Given> known) {
        return key.isRequired()
                || demanded.contains(key.name())
                || known.getOrDefault(key.name(), NOTHING).toml().isPresent();
    }

    /**
     * Writes the keys of a table: required keys and those with a value come first.
     *
     * @param demanded keys that the record requires although their types are optional
     * @param known known values and remarks
     */
    private void keys(RecordType record, Set<String> demanded, Map<String, Given> known) {
        for (KeySpec key : record.allKeys()) {
            if (isFirst(key, demanded, known)) {
                explain(key, "# ");
                Given said = known.getOrDefault(key.name(), NOTHING);
                line(
                        key.name(),
                        new Given(said.toml().or(() -> Optional.of(key.type().empty())), said.remark()));
            }
        }
        for (KeySpec key : record.allKeys()) {
            if (!isFirst(key, demanded, known) && isWritten(key, record, demanded, known)) {
                explain(key, "# ");
                remark(known.getOrDefault(key.name(), NOTHING).remark());
                commentedOut(key);
            }
        }
    }

    private void explain(KeySpec key, String start) {
        String doc = key.doc().replace("\n", " ");
        String label = key.type().label().replace("`", "");
        if (extent == Extent.SHORT) {
            // One line for each key: the first sentence, and of a secret not the ways to write one.
            doc = doc.replaceFirst("\\. .*", "");
            label = label.replaceFirst(": .*", "");
        }
        text.append(start).append(doc).append(" (").append(label).append(")\n");
        if (extent == Extent.ALL) {
            key.type()
                    .record()
                    .ifPresent(inner ->
                            inner.allKeys().forEach(nested -> explain(nested, start + "  " + nested.name() + ": ")));
        }
    }

    private void commentedOut(KeySpec key) {
        text.append('#').append(key.name()).append(" = ").append(byDefault(key)).append('\n');
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
