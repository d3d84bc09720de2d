package io.github.argusglue.core.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final AdapterTypes types;
    private final StringBuilder text = new StringBuilder(HEAD);

    private ConfigTemplate(AdapterTypes types) {
        this.types = types;
    }

    /**
     * Returns the text for a source of each of these types.
     *
     * @throws IllegalArgumentException if there is no such type; the message is for people
     */
    public static String of(List<String> wanted, AdapterTypes types) {
        ConfigTemplate template = new ConfigTemplate(types);
        template.keys(RecordType.of(RootConfig.class), Set.of(), Map.of());
        template.table("argus", "One Argus server. Several: [argus.NAME] each, and argus = \"NAME\" in each source.");
        template.keys(ArgusSection.SERVER, Set.of(), Map.of());
        template.table("log", "");
        template.keys(LogSection.KEYS, Set.of(), Map.of());
        Set<String> names = new HashSet<>();
        wanted.forEach(type -> template.source(type, names));
        return template.text.toString();
    }

    private void source(String type, Set<String> names) {
        Class<? extends Record> record = types.configType(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no plugin has type '" + type + "'; there are: " + String.join(", ", types.types())
                                + Suggestion.of(type, types.types())
                                + types.whyMissing(type).map(why -> "; " + why).orElse("")));
        String name = name(type, names);
        table("sources." + name, "A source. It needs a source system and a token of its own in Argus.");
        keys(SourceSection.CORE, Set.of(), Map.of("type", ScalarType.quoted(type)));
        RecordType adapter = RecordType.of(record);
        if (!adapter.allKeys().isEmpty()) {
            text.append("\n# From here on the keys of type '").append(type).append("'.\n");
            keys(adapter, adapter.demanded(), Map.of());
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
     * What has to be said comes first.
     *
     * @param demanded keys that the record wants although their types do not
     * @param known values that are clear already
     */
    private void keys(RecordType record, Set<String> demanded, Map<String, String> known) {
        Predicate<KeySpec> needed = key -> key.isRequired() || demanded.contains(key.name());
        for (KeySpec key : record.allKeys()) {
            if (needed.test(key)) {
                explain(key, "# ");
                line("", key, known.getOrDefault(key.name(), key.type().empty()));
            }
        }
        for (KeySpec key : record.allKeys()) {
            if (!needed.test(key)) {
                explain(key, "# ");
                line("#", key, byDefault(key));
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

    private void line(String mark, KeySpec key, String value) {
        text.append(mark).append(key.name()).append(" = ").append(value).append('\n');
    }

    private static String byDefault(KeySpec key) {
        return key.byDefault()
                .map(value -> key.type().isText() ? ScalarType.quoted(value) : value)
                .orElseGet(() -> key.type().empty());
    }
}
