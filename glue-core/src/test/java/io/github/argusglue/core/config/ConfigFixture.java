package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;

/** A folder with one configuration file, an environment and two types of adapters. */
final class ConfigFixture {
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBdjCCARugAwIBAgIUe/z3bH4Su3aRGnOPELtqVMRqf9kwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIwNzQ1NDBaGA8yMTI2MTAyOTA3NDU0
            MFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABH8q
            o6tjIkBOyRqOdcTxw7P5CSQhLjgZKNWckEl3h5Fy41tj7G6CPey+/nQF2uO+5llN
            CVa2Jl2VaIyQoh+JLwWjUzBRMB0GA1UdDgQWBBRa8HJ/prxMpK1sy/ef8L/AHjgA
            bzAfBgNVHSMEGDAWgBRa8HJ/prxMpK1sy/ef8L/AHjgAbzAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDibMnX/OURu6s3yiXrBXC7ur7EDmIDDky0
            T/Bjz1jGhAIhAMVilu+RYgyr3titMINUWJqBgOCdcbEbn9m2DJ6F5w6h
            -----END CERTIFICATE-----
            """;
    static final String GOOD_START = """
            [argus]
            url = "https://argus.example.org"
            [sources.oslo]
            type = "plain"
            argus_token = "t1"
            """;

    final Map<String, String> environment = new HashMap<>();
    final Path folder;

    ConfigFixture(Path folder) {
        this.folder = folder;
    }

    static AdapterTypes types() {
        return AdapterTypes.of(Map.of("plain", PlainConfig.class, "rich", RichConfig.class));
    }

    GlueConfig load(String text) throws ConfigException {
        return loader().load(write(text), types());
    }

    /** Returns the faults, each without the path of the folder. */
    List<String> faults(String text) {
        ConfigException thrown = assertThrows(ConfigException.class, () -> load(text));
        return thrown.faults().stream()
                .map(fault -> fault.toString().replace(folder + "/", ""))
                .toList();
    }

    /** Binds the adapter's keys of a source whose core keys are valid. */
    RichConfig rich(String keys) throws ConfigException {
        GlueConfig config = load(GOOD_START.replace("\"plain\"", "\"rich\"") + keys);
        return config.tableOf(config.sources().get(0)).bind(RichConfig.class);
    }

    List<String> richFaults(String keys) {
        return faults(GOOD_START.replace("\"plain\"", "\"rich\"") + keys);
    }

    /** Writes a certificate to a file in the folder of the configuration. */
    void writeCertificate(String name) throws IOException {
        Files.writeString(folder.resolve(name), CERTIFICATE);
    }

    /** Writes a certificate with its private key. */
    void writeClientCertificate(String name, String permissions) throws IOException {
        HeldCertificate own = new HeldCertificate.Builder().build();
        writeKeyPair(name, own, own, permissions);
    }

    /** Writes a certificate with the private key of another. */
    void writeOtherKey(String name) throws IOException {
        writeKeyPair(name, new HeldCertificate.Builder().build(), new HeldCertificate.Builder().build(), "rw-------");
    }

    /** Writes a certificate with its private key, and a certificate that did not issue it. */
    void writeNoChain(String name) throws IOException {
        writeClientCertificate(name, "rw-------");
        Files.writeString(
                folder.resolve(name),
                new HeldCertificate.Builder().build().certificatePem(),
                StandardOpenOption.APPEND);
    }

    /** Writes a certificate of 1970 with its private key. */
    void writeExpiredClientCertificate(String name) throws IOException {
        HeldCertificate own =
                new HeldCertificate.Builder().validityInterval(0, 1_000).build();
        writeKeyPair(name, own, own, "rw-------");
    }

    private void writeKeyPair(String name, HeldCertificate certificate, HeldCertificate key, String permissions)
            throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, certificate.certificatePem() + key.privateKeyPkcs8Pem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    ConfigLoader loader() {
        return new ConfigLoader(environment::get, folder.resolve("plugins"));
    }

    Path write(String text) {
        try {
            return Files.writeString(folder.resolve("c.toml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An adapter without keys of its own. */
    record PlainConfig() {}

    /** An adapter with a key of every type. */
    record RichConfig(
            @Inline HttpEndpoint endpoint,
            @Default("hello") String text,
            @Default("true") boolean flag,
            @Default("3") @Range(min = "1", max = "5") int small,
            @Default("4") @Range(max = "10") long big,
            @Default("0.5") @Range(min = "0.25") double share,
            @Default("1h30m") Duration delay,
            @Default("warm") Mode mode,
            @Default("[\"a\", \"b\"]") List<String> words,
            List<Integer> numbers,
            Map<String, Integer> levels,
            Map<String, List<String>> groups,
            Optional<Path> log,
            Optional<URI> link,
            Optional<Mode> other,
            @Range(min = "1s") Optional<Duration> pause,
            Optional<Secret> linkToken,
            @Default("{ name = \"n\" }") Part part,
            List<Part> parts,
            Optional<Part> extra) {}

    enum Mode {
        COLD,
        WARM,
        VERY_WARM
    }

    record Part(String name, @Default("1") int size) {
        Part {
            if (name.isBlank()) {
                throw new IllegalArgumentException("'name' must not be blank");
            }
            if (name.equals("bug")) {
                throw new IllegalStateException("a bug");
            }
        }
    }
}
