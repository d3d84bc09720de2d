package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/plugins/zino-faults.md has a row for each fault, and that the tests it names exist. */
class FaultTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| G([0-9]+) \\|.*\\| ([^|]*) \\|");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)?(?:\\.(\\w+)(…)?)?`");

    @Test
    void everyRowNamesExistingTests() throws IOException {
        Map<String, String> sources = sources();
        Set<Integer> rows = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/plugins/zino-faults.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(Integer.valueOf(row.group(1)));
                missing.addAll(missing(row.group(1), row.group(2), sources));
            }
        }
        assertEquals(List.of(), missing);
        assertEquals(IntStream.rangeClosed(1, 30).boxed().toList(), List.copyOf(rows));
    }

    private static List<String> missing(String fault, String shownBy, Map<String, String> sources) {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(shownBy);
        String last = "";
        boolean any = false;
        while (named.find()) {
            any = true;
            // ".method" alone belongs to the class named before it.
            last = named.group(1) == null ? last : named.group(1);
            String source = sources.getOrDefault(last, "");
            String method = named.group(2);
            String start = method == null ? "class " + last : " " + method + (named.group(3) == null ? "(" : "");
            if (!source.contains(start)) {
                missing.add("G" + fault + ": " + named.group());
            }
        }
        if (!any) {
            missing.add("G" + fault + ": names no test");
        }
        return missing;
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String folder : List.of("glue-core/src/test", "plugin-zino/src/test", "dist/src/test", "dist/src/it")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                sources.put(String.valueOf(file.getFileName()).replace(".java", ""), read(file)));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
