package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example configuration agrees with the program: no unknown keys, and the documented defaults. */
final class ConfigExampleIT {
    /** Excludes `username` and `password`, and is shown as their alternative. */
    private static final String ALTERNATIVE = "#token = ";

    /** Keys without a default according to the example; an empty list is the same as none. */
    private static final String WITHOUT_DEFAULT =
            ".*\\.(ca_file|proxy|format|tags|tags\\..*|username|password|hook_token|hosts) = .*|state_dir = .*|.* = \\[\\]";

    private final Path dir;
    private final Program program;

    ConfigExampleIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @BeforeEach
    void files() throws IOException, GeneralSecurityException {
        for (String name :
                List.of("prometheus.token", "alertmanager.password", "alertmanager.token", "prometheus.hook")) {
            Path file = Files.writeString(dir.resolve(name), "secret");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(dir.resolve("our-ca.pem"), anyCertificate());
    }

    /** Returns a certificate that this Java trusts, in PEM form: 'check' reads the files. */
    private static String anyCertificate() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
        String base64 = Base64.getMimeEncoder().encodeToString(trust.getAcceptedIssuers()[0].getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void theExampleIsValid() throws Exception {
        Path file = example(false);
        Program.Result result = program.run("-c", file.toString(), "check");
        assertEquals(0, result.exitCode(), result::stdout);
    }

    @Test
    void theExampleIsValidWithAllLinesUncommented() throws Exception {
        Path file = example(true);
        Program.Result result = program.run("-c", file.toString(), "check");
        assertEquals(0, result.exitCode(), result::stdout);
    }

    @Test
    void theDocumentedDefaultsAreRight() throws Exception {
        List<String> plain = inForce(example(false));
        List<String> whole = inForce(example(true));
        List<String> different = whole.stream()
                .filter(line -> !plain.contains(line) && !line.matches(WITHOUT_DEFAULT))
                .toList();
        assertEquals(List.of(), different, "not the defaults");
    }

    private List<String> inForce(Path file) throws Exception {
        Program.Result result = program.run("-c", file.toString(), "-v", "check");
        assertEquals(0, result.exitCode(), result::stdout);
        return result.stdout()
                .lines()
                .filter(line -> line.contains(" = "))
                .map(line -> line.replace("  # default", ""))
                .toList();
    }

    private Path example(boolean everyLine) throws IOException {
        List<String> lines = Files.readAllLines(Program.LAYOUT.resolve("conf/argus-glue.toml.example"));
        assertTrue(lines.size() > 30, "it is there");
        String text = String.join(
                "\n",
                lines.stream()
                        .map(line -> everyLine
                                        && line.matches("#([a-z_]+ = .*|\\[[a-z]+\\])")
                                        && !line.startsWith(ALTERNATIVE)
                                ? line.substring(1)
                                : line)
                        .toList());
        return Files.writeString(
                dir.resolve("argus-glue.toml"),
                text.replace("/etc/argus-glue", dir.toString())
                        .replace("/opt/argus-glue", Program.LAYOUT.toString())
                        .replace(
                                "/etc/ssl/certs/our-ca.pem",
                                dir.resolve("our-ca.pem").toString()));
    }
}
