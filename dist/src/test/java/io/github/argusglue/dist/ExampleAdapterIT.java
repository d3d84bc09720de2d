package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter of the adapter guide, built from its sources as by a third party, loaded and run. */
final class ExampleAdapterIT {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("argusglue.examples", ""), "adapter-files", "src", "main");

    private final Path dir;
    private final Program program;

    ExampleAdapterIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @Test
    void isBuiltLoadedAndOpensIncidents() throws Exception {
        Path home = program.copyOfLayout("argus-glue");
        Path launcher = home.resolve("bin/argus-glue");
        build(home.resolve("lib"), home.resolve("plugins/files.jar"));
        Path alerts = Files.createDirectory(dir.resolve("alerts"));
        Files.writeString(alerts.resolve("disk.alert"), "disk of web1 is full\nseverity=high\nhost=web1\n");
        Files.writeString(alerts.resolve("fan.alert"), "fan of sw2 stands still\n");
        Files.writeString(alerts.resolve("notes.txt"), "no alert\n");

        try (StandInArgus argus = StandInArgus.start()) {
            Path config = configuration(argus, alerts);
            Program.Result plugins = program.run(launcher, "-c", config.toString(), "plugins");
            assertTrue(plugins.stdout().lines().anyMatch(line -> line.matches("files +files .*")), plugins::stdout);

            assertEquals(
                    0, program.run(launcher, "-c", config.toString(), "sync").exitCode());
            List<StandInIncident> opened = argus.incidents("notes");
            assertEquals(2, opened.size());
            StandInIncident disk = opened.stream()
                    .filter(incident -> incident.description().equals("disk of web1 is full"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(2, disk.level());
            assertTrue(disk.tags().toString().contains("host=web1"), () -> "tags: " + disk.tags());

            Files.delete(alerts.resolve("disk.alert"));
            Program.Result second = program.run(launcher, "-c", config.toString(), "sync");
            assertEquals(0, second.exitCode(), second::stderr);
            assertEquals(List.of("fan of sw2 stands still"), open(argus));

            Files.move(alerts, dir.resolve("elsewhere"));
            Program.Result unreadable = program.run(launcher, "-c", config.toString(), "sync", "--patience", "1");
            assertEquals(1, unreadable.exitCode(), unreadable::stdout);
            assertTrue(unreadable.stdout().contains("check 'folder'"), unreadable::stdout);
            assertEquals(1, open(argus).size(), "unknown is not empty");
        }
    }

    private static List<String> open(StandInArgus argus) {
        return argus.incidents("notes").stream()
                .filter(StandInIncident::open)
                .map(StandInIncident::description)
                .toList();
    }

    private Path configuration(StandInArgus argus, Path alerts) throws IOException {
        return Files.writeString(dir.resolve("argus-glue.toml"), """
                state_dir = "%s"
                [argus]
                url = "%s"
                [sources.notes]
                type = "files"
                argus_token = "%s"
                interval = "1s"
                folder = "%s"
                """.formatted(
                        dir.resolve("state"), argus.url(), argus.addSource("notes"), alerts));
    }

    /** Compiles against the SPI's jar alone, and packs what comes out. */
    private void build(Path lib, Path jar) throws IOException {
        Path classes = Files.createDirectory(dir.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", classes.toString(), "-proc:none"));
        try (Stream<Path> jars = Files.list(lib)) {
            arguments.addAll(List.of(
                    "-cp",
                    jars.filter(file -> file.getFileName().toString().startsWith("glue-spi"))
                            .findFirst()
                            .orElseThrow()
                            .toString()));
        }
        files(EXAMPLE.resolve("java")).forEach(file -> arguments.add(file.toString()));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertEquals(0, status, "compiles");

        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Glue-Spi-Version", "0.2");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            add(out, classes);
            add(out, EXAMPLE.resolve("resources"));
        }
    }

    private static void add(JarOutputStream jar, Path folder) throws IOException {
        for (Path file : files(folder)) {
            jar.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
            Files.copy(file, jar);
            jar.closeEntry();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
