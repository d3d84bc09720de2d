package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples for Kubernetes: their manifests have the form that Kubernetes demands, and their configuration is valid.
 */
final class KubernetesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Shell script = new Shell(Folders.lab().resolve("kubernetes.sh"), Map.of());
    private final Path examples = Folders.checkout().resolve("docs/examples/kubernetes");

    @TempDir
    private Path folder;

    /** Without podmonitor.yaml, whose schema is not part of Kubernetes. */
    @ParameterizedTest
    @CsvSource({"argus-glue.yaml, 5", "cluster.yaml, 7"})
    void theManifestsFitTheSchemas(String name, int count) {
        String checked = script.run("check", examples.resolve(name).toString());
        assertEquals(
                count,
                checked.lines()
                        .filter(line -> line.contains(" passed for resource "))
                        .count(),
                checked);
    }

    @Test
    void theConfigurationIsValid() throws Exception {
        checkConfiguration("argus-glue.yaml", "");
    }

    /** With the engine as an operator installs it. */
    @Test
    void theConfigurationOfTheClusterIsValid() throws Exception {
        Path plugins = Folders.layout().resolve("plugins");
        Path own = Files.createDirectories(folder.resolve("plugins"));
        Files.createSymbolicLink(own.resolve("prometheus"), plugins.resolve("prometheus"));
        Path zip;
        try (DirectoryStream<Path> zips =
                Files.newDirectoryStream(Folders.layout().getParent(), "argus-glue-cluster-kubernetes-*.zip")) {
            zip = zips.iterator().next();
        }
        unpack(zip, Files.createDirectories(own.resolve("cluster-kubernetes")));
        checkConfiguration("cluster.yaml", "plugins_dir = \"" + own + "\"\n");
    }

    private static void unpack(Path zip, Path target) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip);
                DirectoryStream<Path> jars = Files.newDirectoryStream(files.getPath("/"), "*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, target.resolve(jar.getFileName().toString()));
            }
        }
    }

    private void checkConfiguration(String name, String before) throws Exception {
        String configuration = script.run("config", examples.resolve(name).toString());
        for (String secret : new String[] {"cluster.token", "cluster.hook"}) {
            Path file = Files.writeString(folder.resolve(secret), "a-secret-of-" + secret + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        }
        assertTrue(configuration.contains("\"/run/secrets/argus-glue/cluster.token\""), configuration);
        Path file = Files.writeString(
                folder.resolve("argus-glue.toml"),
                before + configuration.replace("/run/secrets/argus-glue", folder.toString()));
        try (GlueProcess check = GlueProcess.start(folder.resolve("check.log"), "-c", file.toString(), "check")) {
            assertEquals(0, check.awaitExit(SOON), () -> check.log().toString());
        }
        String said = Files.readString(folder.resolve("check.log.out"));
        assertTrue(said.contains("ok: 1 source (1 alertmanager)"), said);
    }
}
