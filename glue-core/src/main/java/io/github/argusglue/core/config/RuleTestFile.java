package io.github.argusglue.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;

/** Reads a file with tests of rules. */
public final class RuleTestFile {
    private static final RecordType TEST = RecordType.of(RuleTestConfig.class);

    private RuleTestFile() {}

    /**
     * A test, and where it is.
     *
     * @param file the file as it was named
     * @param line where the test begins, from 1
     * @param source name of the source whose rules are tested
     * @param config the test
     */
    public record RuleTest(String file, int line, String source, RuleTestConfig config) {}

    /**
     * Returns the tests of a file, in its order.
     *
     * @param sources names of the sources of the configuration
     * @throws ConfigException with all faults
     */
    public static List<RuleTest> read(Path file, Collection<String> sources) throws ConfigException {
        Node root = Node.root(ConfigLoader.parse(file));
        Binding binding = new Binding(file.toString(), Path.of(""), name -> null);
        for (String key : root.keys()) {
            if (!key.equals("tests") && !key.equals("source")) {
                binding.fault(root.placeOf(key), "unknown key" + Suggestion.of(key, List.of("tests", "source")));
            }
        }
        String usual =
                root.child("source").map(node -> source(node, sources, binding)).orElse(null);
        List<RuleTest> tests = new ArrayList<>();
        Optional<Node> given = root.child("tests");
        if (given.isEmpty() || !(given.get().value() instanceof TomlArray array) || array.isEmpty()) {
            binding.fault(root.placeOf("tests"), "no tests; add a table [[tests]] with 'name', 'alert' and 'expect'");
        } else {
            for (int i = 0; i < array.size(); i++) {
                Node test = given.get().element(i);
                RuleTest bound = test(test, usual, root.child("source").isPresent(), sources, binding);
                if (bound != null) {
                    tests.add(bound);
                }
            }
        }
        if (!binding.faults().isEmpty()) {
            throw new ConfigException(binding.faults());
        }
        return tests;
    }

    private static @Nullable RuleTest test(
            Node node, @Nullable String usual, boolean hasUsual, Collection<String> sources, Binding binding) {
        KeyType.Bound bound = TEST.bind(node, binding);
        String source = usual;
        Optional<Node> own = node.isTable() ? node.child("source") : Optional.empty();
        if (own.isPresent()) {
            source = source(own.get(), sources, binding);
        } else if (!hasUsual && bound != null) {
            binding.fault(
                    node.place(),
                    "'source' is missing: name a source here, or for all tests at the begin of the" + " file");
        }
        return bound == null || source == null
                ? null
                : new RuleTest(binding.file(), node.place().line(), source, (RuleTestConfig) bound.value());
    }

    /** Returns null after reporting a fault. A value that is no string is reported with its test. */
    private static @Nullable String source(Node node, Collection<String> sources, Binding binding) {
        if (!(node.value() instanceof String name)) {
            if (node.place().path().equals("source")) {
                binding.fault(node.place(), "expected a string, got " + node.kind());
            }
            return null;
        }
        if (!sources.contains(name)) {
            binding.fault(
                    node.place(),
                    "the configuration has no source '" + name + "'; existing sources: " + String.join(", ", sources)
                            + Suggestion.of(name, sources));
            return null;
        }
        return name;
    }
}
