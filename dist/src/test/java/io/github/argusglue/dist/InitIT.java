package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of {@code init} is valid for each type once it is filled in, and lacks something before. */
final class InitIT {
    private static final Pattern ROW = Pattern.compile("^\\S+ +([a-z0-9,-]+) +\\S+ +\\S+ +\\S+\\.jar.*$");

    private final Path dir;
    private final Program program;

    InitIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @Test
    void twoSourcesAreAShortFile() throws Exception {
        Program.Result two = program.run("init", "zino", "alertmanager");
        assertTrue(two.stdout().lines().count() <= 60, two::stdout);
        Program.Result all = program.run("init", "--all", "zino", "alertmanager");
        assertTrue(all.stdout().lines().count() > 300, all::stdout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--all"})
    void everyTypeThatIsShipped(String extent) throws Exception {
        List<String> types = types();
        assertTrue(types.contains("alertmanager"), types::toString);
        // All in one file, since each run of the program takes a second.
        Path file = dir.resolve("all.toml");
        List<String> init = new ArrayList<>(List.of("init", "-o", file.toString()));
        init.addAll(types);
        init.addAll(extent.isEmpty() ? List.of() : List.of(extent));
        assertEquals(new Program.Result(0, "", ""), program.run(init.toArray(String[]::new)));
        Program.Result empty = program.run("-c", file.toString(), "check");
        assertEquals(2, empty.exitCode(), "nothing is filled in");
        String faults = empty.stdout() + empty.stderr();
        for (String type : types) {
            assertTrue(faults.contains(" sources." + type + "."), () -> type + ": " + faults);
        }
        Files.writeString(file, filled(Files.readString(file)));
        Program.Result checked = program.run("-c", file.toString(), "check");
        assertEquals(0, checked.exitCode(), () -> checked.stdout() + checked.stderr());
        for (String type : types) {
            assertTrue(checked.stdout().contains(type), () -> type + ": " + checked.stdout());
        }
    }

    /** Fills in values as a person would, according to the comment of each key. */
    private static String filled(String template) {
        List<String> lines = new ArrayList<>();
        String meaning = "";
        for (String line : template.lines().toList()) {
            String kind = meaning.replaceFirst(".*\\(", "");
            if (line.matches("[a-z_]+ = (\"\"|\\[\\]|\\{ file = \"\" })")) {
                String key = line.substring(0, line.indexOf(' '));
                String value = "\"" + value(key, kind, lines.size()) + "\"";
                lines.add(key + " = " + (line.endsWith("[]") ? "[" + value + "]" : value));
            } else if (line.equals("#config_file = \"\"")) {
                // Nagios is read in one of several ways; a person has to choose.
                lines.add("config_file = \"/etc/nagios4/nagios.cfg\"");
            } else if (line.equals("#region = \"\"")) {
                // As in Nagios: by region or by URL.
                lines.add("region = \"eu\"");
            } else {
                lines.add(line);
            }
            meaning = line;
        }
        return String.join("\n", lines) + "\n";
    }

    private static String value(String key, String kind, int source) {
        if (key.equals("argus_token")) {
            return key + source;
        } else if (key.equals("org")) {
            return "2818e386-8dec-2562-9ede-5b8a0fbbdc71";
        } else if (kind.contains("secret")) {
            return key;
        }
        return kind.contains("URL") ? "http://x.example.org:9000" : "x";
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        program.run("plugins").stdout().lines().forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                types.addAll(List.of(row.group(1).split(",")));
            }
        });
        return types;
    }
}
