package io.github.argusglue.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.TokenOwner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the file is stable, so that an operator can upgrade and downgrade. */
final class IdentityFileTest {
    private static final String FULL = """
            {"version":1,"server":"https://argus.example.org","user":5,"source_system":6,"source_name":"oslo",\
            "known_incident":{"incident":9,"source_incident_id":"a@20261120T100000Z","start":"2026-11-20T10:00:00Z"},\
            "given_up":true,"refused":{"token":"0123","text":"it is somebody else's"}}""";
    private static final IdentityFile.IdentityState FULL_CONTENT = new IdentityFile.IdentityState(
            "https://argus.example.org",
            new TokenOwner(5, 6, "oslo"),
            new IdentityFile.KnownIncident(9, "a@20261120T100000Z", Instant.parse("2026-11-20T10:00:00Z")),
            true,
            new IdentityFile.RefusedToken("0123", "it is somebody else's"));
    private static final String SCANT = "{\"version\":1,\"server\":\"https://argus.example.org\",\"given_up\":false}";
    private static final IdentityFile.IdentityState SCANT_CONTENT =
            new IdentityFile.IdentityState("https://argus.example.org", null, null, false, null);

    @TempDir
    Path folder;

    private IdentityFile.IdentityState load(String text) throws Exception {
        return new IdentityFile(Files.writeString(folder.resolve("oslo.identity.json"), text)).load();
    }

    @Test
    void readsFilesOfVersion1() throws Exception {
        assertEquals(FULL_CONTENT, load(FULL));
        assertEquals(SCANT_CONTENT, load(SCANT));
    }

    @Test
    void writesTheFormatOfVersion1() throws Exception {
        Path path = folder.resolve("sources").resolve("oslo.identity.json");
        IdentityFile file = new IdentityFile(path);

        file.save(FULL_CONTENT);
        assertEquals(FULL, Files.readString(path));

        file.save(SCANT_CONTENT);
        assertEquals(SCANT, Files.readString(path));
    }

    @Test
    void unknownKeysAreIgnored() throws Exception {
        assertEquals(FULL_CONTENT, load(FULL.replaceFirst(",", ",\"newer\":[{\"x\":1}],")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"server\":\"https://argus.example.org\"}",
                "{\"version\":2,\"server\":\"https://argus.example.org\"}",
                "{\"version\":1,\"server\":\"https://argus.example.org\",\"known_incident\":{\"incident\":9}}",
            })
    void whatIsNoneIsNotUsed(String text) throws Exception {
        assertEquals(IdentityFile.IdentityState.NOTHING, load(text));
    }
}
