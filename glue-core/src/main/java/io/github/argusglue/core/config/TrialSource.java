package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * The table of a source that is read without Argus: the adapter's keys are checked, and of the core's keys only those
 * that matter without Argus.
 *
 * @param name name of the source; {@value #COMMAND_LINE} for keys from the command line
 * @param table the adapter's keys
 * @param snapshotTimeout timeout of a snapshot
 * @param maxAnswerBytes maximum size of one answer of the source
 * @param hookToken token that webhooks must send
 * @param effective the effective keys of the adapter, one {@code key = value} per line, with masked secrets
 */
public record TrialSource(
        String name,
        SourceTable table,
        Duration snapshotTimeout,
        long maxAnswerBytes,
        Optional<Secret> hookToken,
        List<String> effective) {
    private static final String COMMAND_LINE = "try";
    private static final String COMMAND = "argus-glue try";

    /** What can only be TOML; anything else that is not TOML is a string. */
    private static final String TOML_STARTS = "\"'[{";

    /**
     * Reads the keys of an adapter from {@code key=value} arguments. A value is written as in TOML; one that is not
     * TOML is a string, so that {@code url=http://example.org} needs no quotes.
     *
     * @param folder what relative paths are relative to
     * @throws ConfigException with all faults
     */
    public static TrialSource ofArguments(
            String type,
            AdapterTypes types,
            List<String> arguments,
            Path folder,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        Class<? extends Record> record = types.configType(type)
                .orElseThrow(() -> ConfigException.of(Fault.ofFile(COMMAND, SourceSection.unknownType(type, types))));
        StringBuilder toml = new StringBuilder();
        List<Fault> faults = new ArrayList<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at <= 0) {
                faults.add(Fault.ofFile(COMMAND, "expected KEY=VALUE, got '" + argument + "'"));
            } else {
                toml.append(line(argument.substring(0, at), argument.substring(at + 1)))
                        .append('\n');
            }
        }
        TomlParseResult parsed = Toml.parse(toml.toString());
        parsed.errors()
                .forEach(error -> faults.add(Fault.ofFile(
                        COMMAND,
                        keyOf(arguments.get(Math.min(
                                                arguments.size(),
                                                error.position().line())
                                        - 1)) + ": " + ConfigLoader.text(error))));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        try {
            return of(Node.root(parsed), COMMAND_LINE, record, () -> new Binding(COMMAND, folder, environment));
        } catch (ConfigException e) {
            throw new ConfigException(e.faults().stream()
                    .map(fault -> new Fault(fault.file(), 0, 0, fault.keyPath(), fault.message()))
                    .toList());
        }
    }

    /** Not the value, which may be secret. */
    private static String keyOf(String argument) {
        return argument.substring(0, argument.indexOf('='));
    }

    private static String line(String key, String value) {
        boolean toml = !value.isEmpty() && TOML_STARTS.indexOf(value.charAt(0)) >= 0;
        return key + " = " + (toml || !Toml.parse("x = " + value).hasErrors() ? value : ScalarType.quoted(value));
    }

    /** Checks a table. */
    static TrialSource of(Node source, String name, Class<? extends Record> type, Supplier<Binding> bindings)
            throws ConfigException {
        Binding binding = bindings.get();
        List<RecordType.Line> lines = new ArrayList<>();
        FileSourceTable table = new FileSourceTable(source, bindings);
        table.bind(RecordType.of(type), binding, lines);
        Object timeout = coreKey("snapshot_timeout", source, binding);
        Object maxAnswer = coreKey("max_answer_bytes", source, binding);
        Object hookToken = coreKey("hook_token", source, binding);
        if (!binding.faults().isEmpty()) {
            throw new ConfigException(binding.faults());
        }
        Optional<Secret> token =
                hookToken instanceof Optional<?> given ? given.map(Secret.class::cast) : Optional.empty();
        return new TrialSource(
                name,
                table,
                timeout instanceof Duration given ? given : Duration.ZERO,
                maxAnswer instanceof Long given ? given : 0,
                token,
                lines.stream()
                        .map(line -> line.key() + " = " + line.text() + (line.byDefault() ? "  # default" : ""))
                        .toList());
    }

    private static @Nullable Object coreKey(String name, Node source, Binding binding) {
        KeySpec key = SourceSection.CORE.allKeys().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
        KeyType.Bound bound = key.bind(source, binding);
        return bound == null ? null : bound.value();
    }
}
