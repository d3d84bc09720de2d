package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for Kubernetes: its manifests have the form that Kubernetes demands, and its configuration is valid. */
final class KubernetesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Shell script = new Shell(Folders.lab().resolve("kubernetes.sh"), Map.of());
    private final Path example = Folders.checkout().resolve("docs/examples/kubernetes/argus-glue.yaml");

    /** Without podmonitor.yaml, whose schema is not part of Kubernetes. */
    @Test
    void theManifestsFitTheSchemas() {
        String checked = script.run("check", example.toString());
        assertEquals(
                5,
                checked.lines()
                        .filter(line -> line.contains(" passed for resource "))
                        .count(),
                checked);
    }

    @Test
    void theConfigurationIsValid(@TempDir Path folder) throws Exception {
        String configuration = script.run("config", example.toString());
        for (String secret : new String[] {"cluster.token", "cluster.hook"}) {
            Path file = Files.writeString(folder.resolve(secret), "a-secret-of-" + secret + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        }
        assertTrue(configuration.contains("\"/run/secrets/argus-glue/cluster.token\""), configuration);
        Path file = Files.writeString(
                folder.resolve("argus-glue.toml"), configuration.replace("/run/secrets/argus-glue", folder.toString()));
        try (GlueProcess check = GlueProcess.start(folder.resolve("check.log"), "-c", file.toString(), "check")) {
            assertEquals(0, check.awaitExit(SOON), () -> check.log().toString());
        }
        String said = Files.readString(folder.resolve("check.log.out"));
        assertTrue(said.contains("ok: 1 source (1 alertmanager)"), said);
    }
}
