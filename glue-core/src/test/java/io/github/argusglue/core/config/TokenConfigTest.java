package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenConfigTest {
    @TempDir
    Path folder;

    private ConfigFixture fixture = new ConfigFixture(Path.of(""));

    @BeforeEach
    void fixture() throws Exception {
        fixture = new ConfigFixture(folder);
        Path token = Files.writeString(folder.resolve("oslo.token"), "t1\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    private static String source(String name, String token, String more) {
        return "[sources." + name + "]\ntype = \"plain\"\nargus_token = " + token + "\n" + more;
    }

    private static final String ARGUS = "[argus]\nurl = \"https://argus.example.org\"\n";
    private static final String FILE = "{ file = \"oslo.token\" }";

    @Test
    void everyKey() throws Exception {
        GlueConfig config = fixture.load(ARGUS + source("oslo", FILE, """
                token_created = 2026-11-01
                token_lifetime = "30d"
                renew = true
                argus_username = "oslo"
                argus_password = "p"
                """));
        SourceConfig source = config.sources().get(0);
        TokenConfig token = source.token();
        assertEquals(Optional.of(Day.parse("2026-11-01")), token.tokenCreated());
        assertEquals(Duration.ofDays(30), token.tokenLifetime());
        assertTrue(token.renew());
        assertEquals(Optional.of("oslo"), token.argusUsername());
        assertEquals("p", token.argusPassword().orElseThrow().reveal());
        assertEquals(Optional.of(folder.resolve("oslo.token")), config.tokenFileOf(source));
        assertFalse(config.effective().toString().contains("\"p\""), "the password is masked");
    }

    @Test
    void allKeysAreOptional() throws Exception {
        GlueConfig config = fixture.load(ConfigFixture.GOOD_START);
        TokenConfig token = config.sources().get(0).token();
        assertEquals(Optional.empty(), token.tokenCreated());
        assertEquals(Duration.ofDays(14), token.tokenLifetime());
        assertFalse(token.renew());
        assertEquals(Optional.empty(), config.tokenFileOf(config.sources().get(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, 2026-11-01T00:00:00Z", "'\"2026-11-01\"', 2026-11-01T00:00:00Z",
        "2026-11-01T08:00:00+01:00, 2026-11-01T07:00:00Z", "'\"2026-11-01T08:00Z\"', 2026-11-01T08:00:00Z"
    })
    void days(String written, Instant wanted) throws Exception {
        GlueConfig config = fixture.load(ConfigFixture.GOOD_START + "token_created = " + written + "\n");
        Day day = config.sources().get(0).token().tokenCreated().orElseThrow();
        assertEquals(wanted, day.start());
        assertEquals(written.contains("T"), day.exact());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token_created = \"yesterday\" | token_created: expected a date such as 2026-11-01",
                "token_created = 5 | token_created: expected a date such as 2026-11-01, got an integer",
                "token_created = 2026-11-01T08:00:00 | token_created: expected a date such as 2026-11-01",
                "renew = true | renew: only a token in a file can be renewed",
                "argus_username = \"a\" | requires",
                "argus_password = \"a\" | requires",
                "token_lifetime = \"5m\" | token_lifetime: must be between 1h and"
            })
    void faults(String line, String wanted) {
        List<String> faults = fixture.faults(ConfigFixture.GOOD_START + line + "\n");
        assertTrue(faults.toString().contains(wanted), faults::toString);
    }

    @Test
    void twoSourcesCannotRenewOneFile() {
        String servers = "[argus.a]\nurl = \"https://a.example.org\"\n[argus.b]\nurl = \"https://b.example.org\"\n";
        List<String> faults = fixture.faults(servers
                + source("oslo", FILE, "argus = \"a\"\nrenew = true\n")
                + source("bergen", FILE, "argus = \"b\"\n"));
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).contains("same file as source 'oslo'"), faults::toString);
    }
}
