package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plugin.JarPlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class NewAdapterCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void everyMarkOfTheTemplatesIsReplaced() throws IOException {
        Path project = folder.resolve("project");
        assertEquals(
                0, run("my-system", "--dir", project.toString(), "--package", "com.example.alerts"), err::toString);
        List<Path> files = files(project);
        assertEquals(11, files.size());
        for (Path file : files) {
            String text = Files.readString(file);
            assertFalse(text.matches("(?s).*@[A-Z]+@.*"), () -> file + " has an open mark");
        }
        assertEquals(
                "com.example.alerts.MySystemAdapterFactory\n",
                Files.readString(project.resolve(
                        "src/main/resources/META-INF/services/io.github.argusglue.spi.SourceAdapterFactory")));
        String pom = Files.readString(project.resolve("pom.xml"));
        assertTrue(pom.contains("<argus-glue>" + folder.toAbsolutePath() + "</argus-glue>"), pom);
        assertFalse(pom.contains("${jackson"), pom);
    }

    @ParameterizedTest
    @ValueSource(strings = {"My", "1st", "a_b", "a-", "-a", "a..b", "../a", "new", "one"})
    void namesThatCannotBeUsed(String name) throws IOException {
        JarPlugin.good("one").write(folder.resolve("plugins/first.jar"));
        assertEquals(2, run("--dir", folder.resolve("project").toString(), "--", name));
        assertTrue(err.toString().startsWith("argus-glue new-adapter: "), err::toString);
        assertFalse(Files.exists(folder.resolve("project")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts", "org.class", "org.Example", "java.alerts", "io.github.argusglue.alerts", "a..b"})
    void packagesThatCannotBeUsed(String name) {
        assertEquals(
                2,
                run(
                        "lamps",
                        "--package",
                        name,
                        "--dir",
                        folder.resolve("project").toString()));
        assertTrue(err.toString().contains("give"), err::toString);
        assertFalse(Files.exists(folder.resolve("project")));
    }

    @Test
    void anExistingFileIsNotTouched() throws IOException {
        Path mine = Files.writeString(
                Files.createDirectory(folder.resolve("project")).resolve("notes"), "mine");
        assertEquals(2, run("lamps", "--dir", folder.resolve("project").toString()));
        assertTrue(err.toString().contains("is not empty: choose another one with --dir"), err::toString);
        assertEquals(List.of(mine), files(folder.resolve("project")));
        assertEquals(2, run("lamps", "--dir", mine.toString()));
        assertEquals("mine", Files.readString(mine));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private int run(String... arguments) {
        CommandLine line =
                GlueCommand.newCommandLine(new Environment(name -> null, List.of(), folder.resolve("plugins")));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(
                Stream.concat(Stream.of("new-adapter"), Stream.of(arguments)).toArray(String[]::new));
    }
}
