package io.github.argusglue.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the file is stable, so that an operator can upgrade and downgrade. */
final class TokenStateFileTest {
    private static final String FULL = """
            {"version":1,"token_hash":"0123456789abcdef0123456789abcdef","seen_since":"2026-11-01T00:00:00Z",\
            "made":"2026-11-01T00:00:00Z","expiry":"2026-11-15T00:00:00Z","stated":"2026-10-01T00:00:00Z",\
            "stated_for":"ffffffffffffffffffffffffffffffff","accepted_at":"2026-11-14T10:00:00Z",\
            "refused":{"expired":true,"text":"Token has expired.","since":"2026-11-15T00:00:30Z"},\
            "user":"oslo","source_pk":12,"said":"ONE_DAY",\
            "incident":{"id":"argus-glue/token@1","pk":77,"step":"WEEK","closed":true}}""";

    private static final TokenState FULL_STATE = new TokenState(
            new TokenHash("0123456789abcdef0123456789abcdef"),
            Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-11-15T00:00:00Z"),
            Instant.parse("2026-10-01T00:00:00Z"),
            new TokenHash("ffffffffffffffffffffffffffffffff"),
            Instant.parse("2026-11-14T10:00:00Z"),
            new TokenFacts.Refused(Instant.parse("2026-11-15T00:00:30Z"), true, "Token has expired."),
            "oslo",
            12,
            RenewalStep.ONE_DAY,
            new TokenState.WarningIncident("argus-glue/token@1", 77, RenewalStep.WEEK, true));

    private static final String SCANT = """
            {"version":1,"token_hash":"0123456789abcdef0123456789abcdef","seen_since":"2026-11-01T00:00:00Z",\
            "made":null,"expiry":null,"stated":null,"stated_for":null,"accepted_at":null,\
            "user":"","source_pk":0,"said":"FINE"}""";

    private static final TokenState SCANT_STATE = TokenState.of(
            new TokenHash("0123456789abcdef0123456789abcdef"), Instant.parse("2026-11-01T00:00:00Z"), null);

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    Path folder;

    private Optional<TokenState> load(String text) throws Exception {
        return new TokenStateFile(Files.writeString(folder.resolve("oslo.token.json"), text)).load();
    }

    @Test
    void whatVersion1HasWrittenIsRead() throws Exception {
        assertEquals(Optional.of(FULL_STATE), load(FULL));
        assertEquals(Optional.of(SCANT_STATE), load(SCANT));
    }

    @Test
    void whatIsWrittenIsWhatVersion1Wrote() throws Exception {
        Path file = folder.resolve("sources").resolve("oslo.token.json");
        TokenStateFile state = new TokenStateFile(file);

        state.save(FULL_STATE);
        assertEquals(mapper.readTree(FULL), mapper.readTree(Files.readAllBytes(file)));

        state.save(SCANT_STATE);
        assertEquals(mapper.readTree(SCANT), mapper.readTree(Files.readAllBytes(file)));
    }

    @Test
    void keysOfLaterVersionsAreIgnored() throws Exception {
        assertEquals(Optional.of(FULL_STATE), load(FULL.replaceFirst(",", ",\"newer\":[{\"x\":1}],")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"version\":1}",
                "{\"version\":1,\"token_hash\":\"01\",\"seen_since\":\"2026-11-01T00:00:00Z\"}",
                "{\"version\":1,\"token_hash\":\"01\",\"said\":\"FINE\"}",
                "{\"version\":1,\"token_hash\":\"01\",\"seen_since\":\"2026-11-01T00:00:00Z\",\"said\":\"HOT\"}",
                "{\"version\":2,\"token_hash\":\"01\",\"seen_since\":\"2026-11-01T00:00:00Z\",\"said\":\"FINE\"}",
            })
    void anInvalidFileIsNotUsed(String text) throws Exception {
        assertEquals(Optional.empty(), load(text));
    }
}
