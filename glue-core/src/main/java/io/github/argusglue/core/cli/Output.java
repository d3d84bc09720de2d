package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.core.text.SafeText;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Helpers for the output of commands. */
final class Output {
    private static final String GAP = "  ";

    private Output() {}

    /** Returns the standard output of a command. The {@code @Spec} must have been set by picocli. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return command(spec).commandLine().getOut();
    }

    /** Returns the standard error of a command. */
    static PrintWriter errOf(@Nullable CommandSpec spec) {
        return command(spec).commandLine().getErr();
    }

    /** Returns the command itself. */
    static CommandSpec command(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }

    /** Returns the failure that a command is not called as it should be; the user sees its usage, too. */
    static ParameterException usageError(@Nullable CommandSpec spec, String message) {
        return new ParameterException(command(spec).commandLine(), message);
    }

    /**
     * Returns the names of the sources that a command works on, in the order of the file; all if none is given.
     *
     * @throws ConfigException if a source does not exist
     */
    static Set<String> selectSources(LoadedConfig loaded, List<String> names) throws ConfigException {
        Set<String> all = new LinkedHashSet<>();
        loaded.config().sources().forEach(source -> all.add(source.name()));
        requireSources(loaded.file(), all, names);
        if (!names.isEmpty()) {
            all.retainAll(names);
        }
        return all;
    }

    /**
     * Checks names of sources.
     *
     * @throws ConfigException if a source does not exist
     */
    static void requireSources(Path file, Collection<String> all, List<String> names) throws ConfigException {
        for (String name : names) {
            if (!all.contains(name)) {
                throw ConfigException.of(Fault.ofFile(
                        file.toString(),
                        "there is no source '" + name + "'; existing sources: " + String.join(", ", all)));
            }
        }
    }

    /** Prints what a snapshot lacks; nothing if it is complete. */
    static void completeness(Completeness completeness, PrintWriter out) {
        partial(completeness, out);
        completeness
                .unknownScopes()
                .forEach(
                        (scope, reason) -> out.println(SafeText.line("  scope '" + scope + "' is unknown: " + reason)));
    }

    /** Prints why a snapshot is partial as a whole; nothing if it is not. */
    static void partial(Completeness completeness, PrintWriter out) {
        String partial = completeness.partialReason();
        if (partial != null) {
            out.println("  the snapshot is partial: " + SafeText.line(partial));
        }
    }

    /** Writes what a snapshot lacks, as fields of the current object. */
    static void completeness(JsonGenerator json, Completeness completeness) throws IOException {
        json.writeStringField("partial", completeness.partialReason());
        json.writeArrayFieldStart("unknown_scopes");
        for (Map.Entry<String, String> unknown : completeness.unknownScopes().entrySet()) {
            json.writeStartObject();
            json.writeStringField("scope", unknown.getKey());
            json.writeStringField("reason", unknown.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Prints how many problems of the source have no incident, and why; nothing if there are none.
     *
     * @param examples whether to print examples, too
     */
    static void leftOut(LeftOut leftOut, boolean examples, PrintWriter out) {
        if (leftOut.groups().isEmpty()) {
            return;
        }
        out.println("  left out: " + leftOut.summary() + (examples ? "" : "; -v shows which"));
        for (LeftOut.Group group : examples ? leftOut.groups() : List.<LeftOut.Group>of()) {
            group.examples()
                    .forEach(one -> out.println("    " + group.reason() + ": "
                            + SafeText.line(one.key() + (one.text().isEmpty() ? "" : ": " + one.text()))));
            long more = group.count() - group.examples().size();
            if (more > 0) {
                out.println("    " + group.reason() + ": and " + more + " more");
            }
        }
    }

    /** Writes which problems of the source have no incident, as a field of the current object. */
    static void leftOut(JsonGenerator json, LeftOut leftOut) throws IOException {
        json.writeArrayFieldStart("left_out");
        for (LeftOut.Group group : leftOut.groups()) {
            json.writeStartObject();
            json.writeStringField("reason", group.reason());
            json.writeNumberField("count", group.count());
            json.writeArrayFieldStart("examples");
            for (LeftOut.Example example : group.examples()) {
                json.writeStartObject();
                json.writeStringField("key", example.key());
                json.writeStringField("text", example.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Returns whether {@code -v} was given. */
    static boolean isVerbose(@Nullable CommandSpec spec) {
        return spec != null && spec.root().userObject() instanceof GlueCommand root && root.isVerbose();
    }

    /** With -v, prints the stack trace of what a plugin threw. */
    static void stackTrace(SourceException failure, @Nullable CommandSpec spec) {
        if (isVerbose(spec) && failure.getCause() != null) {
            failure.getCause().printStackTrace(errOf(spec));
        }
    }

    /** Writes one result as JSON. */
    @FunctionalInterface
    interface JsonWriter<T> {
        void write(JsonGenerator json, T result) throws IOException;
    }

    /**
     * Returns results as a JSON object with an array {@code sources}.
     *
     * @param faults why other sources have no result, by name
     */
    static <T> String json(List<T> results, JsonWriter<T> writer, Map<String, String> faults) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart("sources");
            for (T result : results) {
                writer.write(json, result);
            }
            for (Map.Entry<String, String> failed : faults.entrySet()) {
                json.writeStartObject();
                json.writeStringField("source", failed.getKey());
                json.writeStringField("fault", failed.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Writes a field with an array of strings. */
    static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** Prints rows in columns; the first row is the heading. */
    static void table(List<List<String>> cells, PrintWriter out) {
        columns(cells).forEach(out::println);
    }

    /** Returns rows as lines with columns of equal width, safe to show. */
    static List<String> columns(List<List<String>> cells) {
        List<List<String>> rows = cells.stream()
                .map(row -> row.stream().map(SafeText::line).toList())
                .toList();
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths.get(i) - row.get(i).length()))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
