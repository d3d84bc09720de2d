package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.SunetImport.SunetConfig;
import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Conversion of the configuration of nglue and of nagios-argus-glue. */
class SunetConfigTest {
    private static final URI API = URI.create("https://argus.example.org:9000/api/v1");
    private static final SunetConfig FILE = file("s3cret", Optional.of(API), Optional.empty());

    private static SunetConfig file(String token, Optional<URI> configUrl, Optional<URI> argusUrl) {
        return new SunetConfig(Secret.of(token), configUrl, argusUrl);
    }

    private static Object value(ImportedConfig config, String table, String key) {
        return config.settings().stream()
                .filter(setting ->
                        setting.table().equals(table) && setting.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value()
                .orElse("a remark");
    }

    private static Set<String> outcomes(ImportedConfig config) {
        return config.outcomes().stream().map(ImportedConfig.KeyOutcome::oldKey).collect(Collectors.toSet());
    }

    @Test
    void readsAllKeys() {
        RecordCoverage.assertAllKeys(SunetConfig.class, Set.of("config_token", "config_url", "argus_url"));
    }

    @Test
    void bothPrograms() {
        for (ConfigImport<SunetConfig> conversion :
                List.of(new SunetImport.Nglue(), new SunetImport.NagiosArgusGlue())) {
            ImportedConfig config = conversion.convert(FILE);
            assertEquals(Set.of("config_token", "config_url"), outcomes(config));
            assertEquals("nagios", value(config, "sources.nagios", "type"));
            assertEquals("/etc/nagios4/nagios.cfg", value(config, "sources.nagios", "config_file"));
            assertEquals(URI.create("https://argus.example.org:9000"), value(config, "argus", "url"));
            assertEquals("s3cret", ((Secret) value(config, "sources.nagios", "argus_token")).reveal());
            assertEquals("a remark", value(config, "sources.nagios", "notifications_off"));
        }
    }

    /** nglue-api opens what is HARD at once; nagios-argus-glue waits for attempts that Nagios does not count then. */
    @Test
    void servicesOfAHostThatIsDownAreReportedIfTheyWereBefore() {
        assertEquals("show", value(new SunetImport.Nglue().convert(FILE), "sources.nagios", "host_down"));
        assertEquals("a remark", value(new SunetImport.NagiosArgusGlue().convert(FILE), "sources.nagios", "host_down"));
    }

    @Test
    void theUrlUnderBothNames() {
        URI other = URI.create("https://other.example.org/");
        ImportedConfig both = new SunetImport.Nglue().convert(file("t", Optional.of(API), Optional.of(other)));
        assertEquals(URI.create("https://argus.example.org:9000"), value(both, "argus", "url"));
        assertEquals(Set.of("config_token", "config_url", "argus_url"), outcomes(both));
        ImportedConfig example = new SunetImport.Nglue().convert(file("t", Optional.empty(), Optional.of(other)));
        assertEquals(other, value(example, "argus", "url"));
    }

    @Test
    void whatCannotWork() {
        Optional<URI> none = Optional.empty();
        assertThrows(IllegalArgumentException.class, () -> file("t", none, none));
        assertThrows(IllegalArgumentException.class, () -> file("", Optional.of(API), none));
        assertThrows(IllegalArgumentException.class, () -> file("two words", Optional.of(API), none));
        Optional<URI> file = Optional.of(URI.create("file:///argus"));
        assertThrows(IllegalArgumentException.class, () -> file("t", file, none));
        assertThrows(IllegalArgumentException.class, () -> file("t", none, file));
        assertFalse(FILE.toString().contains("s3cret"));
    }

    @Test
    void bothAreOffered() {
        Set<String> names = new HashSet<>();
        ServiceLoader.load(ConfigImport.class).forEach(found -> names.add(found.name()));
        assertTrue(names.containsAll(Set.of("nglue", "nagios-argus-glue")), names::toString);
    }
}
