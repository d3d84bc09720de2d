package io.github.argusglue.core.config;

import java.util.Optional;

/** Writes the configuration reference from the records that define the configuration, so that they always agree. */
public final class ReferenceWriter {
    private static final String HEAD = "| Key | Value | Default | Meaning |\n|---|---|---|---|\n";

    private ReferenceWriter() {}

    /** Returns the document with updated sections of the core's own records. */
    public static String core(String document) {
        String withRoot = replaceSection(document, "root", table(RootConfig.class));
        String withArgus = replaceSection(withRoot, "argus", table(ArgusConfig.class));
        String withHttp = replaceSection(withArgus, "http", table(HttpConfig.class));
        String withLog = replaceSection(withHttp, "log", table(LogConfig.class));
        String withFailover = replaceSection(withLog, "failover", table(FailoverConfig.class));
        String withCluster = replaceSection(withFailover, "cluster", table(ClusterConfig.class));
        return replaceSection(withCluster, "sources", table(SourceConfig.class));
    }

    /** Returns the section with the keys of one adapter, including its heading. */
    public static String adapter(String type, Class<? extends Record> record) {
        return "### `type = \"" + type + "\"`\n\n" + table(record);
    }

    /** Returns a Markdown table with a row for each key of a record and of the records in it. */
    public static String table(Class<? extends Record> record) {
        StringBuilder rows = new StringBuilder(HEAD);
        append(rows, "", RecordType.of(record));
        return rows.toString();
    }

    /**
     * Replaces the text between {@code <!-- generated: NAME -->} and {@code <!-- end: NAME -->}.
     *
     * @throws IllegalArgumentException if one of the markers is missing in the document
     */
    public static String replaceSection(String document, String name, String body) {
        String start = "<!-- generated: " + name + " -->";
        String end = "<!-- end: " + name + " -->";
        int from = document.indexOf(start);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document must contain '" + start + "' followed by '" + end + "'");
        }
        return document.substring(0, from + start.length()) + "\n" + body.strip() + "\n" + document.substring(to);
    }

    private static void append(StringBuilder rows, String prefix, RecordType record) {
        for (KeySpec key : record.allKeys()) {
            rows.append("| `").append(prefix).append(key.name()).append("` | ");
            rows.append(cell(key.type().label())).append(" | ");
            rows.append(byDefault(key)).append(" | ");
            rows.append(cell(key.doc())).append(" |\n");
            Optional<RecordType> inner = key.type().record();
            inner.ifPresent(nested -> append(rows, prefix + key.name() + inside(key.type()), nested));
        }
    }

    private static String inside(KeyType type) {
        if (type instanceof OptionalType optional) {
            return inside(optional.inner());
        } else if (type instanceof ListType) {
            return "[].";
        }
        return type instanceof MapType ? ".NAME." : ".";
    }

    private static String byDefault(KeySpec key) {
        if (key.isRequired()) {
            return "**required**";
        }
        return key.byDefault()
                .map(text -> "`" + cell(key.type().isText() ? ScalarType.quoted(text) : text) + "`")
                .orElse("");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
