package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.plugin.JarPlugin;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code argus-glue token}, without a running process. */
final class TokenCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private StandInArgus argus;
    private String token = "";
    private Path file = Path.of("");

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        argus = StandInArgus.start();
        token = argus.addSource("oslo");
        file = Files.writeString(folder.resolve("oslo.token"), token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        JarPlugin.good("one").write(folder.resolve("plugins/first.jar"));
        configure("");
    }

    @AfterEach
    void stop() {
        argus.close();
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                folder.resolve("argus-glue.toml"),
                "state_dir = \"state\"\n[argus]\nurl = \"" + argus.url()
                        + "\"\n[sources.oslo]\ntype = \"one\"\nargus_token = { file = \"oslo.token\" }\n" + more);
    }

    private int run(String... arguments) {
        Environment surroundings =
                new Environment(name -> null, List.of(folder.resolve("argus-glue.toml")), folder.resolve("plugins"));
        CommandLine line = GlueCommand.newCommandLine(surroundings);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void statusShowsTheStoredStateWithoutRequests() throws IOException {
        assertEquals(0, run("token", "status"), err::toString);
        assertTrue(out.toString().contains("at the latest (in 13 days): first seen"), out::toString);
        assertFalse(out.toString().contains(token), out::toString);
        assertEquals(List.of(), argus.requests());
        assertFalse(Files.exists(folder.resolve("state")), "nothing is written");
    }

    @Test
    void statusAsJson() throws IOException {
        configure("token_created = 2020-01-01\n");
        assertEquals(ExitCodes.ATTENTION, run("token", "status", "oslo", "--json"), err::toString);
        JsonNode tokens = new ObjectMapper().readTree(out.toString());
        assertEquals("oslo", tokens.at("/sources/0/source").asText());
        assertEquals("drf", tokens.at("/sources/0/kind").asText());
        assertEquals("one_day", tokens.at("/sources/0/step").asText());
        assertTrue(tokens.at("/sources/0/outlook").asText().contains("at any moment"), tokens::toString);
    }

    @Test
    void renew() throws IOException {
        assertEquals(0, run("token", "renew", "oslo"), err::toString);
        assertTrue(out.toString().startsWith("oslo: renewed: the new DRF token is in '" + file + "'"), out::toString);
        assertTrue(argus.accepts(Files.readString(file).strip()));
        assertEquals(0, run("token", "status"));
        assertTrue(out.toString().contains("requested by argus-glue"), out::toString);
    }

    @Test
    void aRequiredActionHasItsOwnExitCode() throws IOException {
        argus.expireToken(token);
        assertEquals(ExitCodes.ACTION, run("token", "renew", "oslo"));
        assertTrue(err.toString().contains("/admin/authtoken/tokenproxy/"), err::toString);
    }

    @Test
    void aFailedRenewalIsAnError() {
        argus.close();
        assertEquals(1, run("token", "renew", "oslo"));
        assertTrue(err.toString().contains("not renewed yet"), err::toString);
    }

    @Test
    void badUsage() {
        assertEquals(2, run("token"));
        assertEquals(2, run("token", "renew"));
        assertEquals(2, run("token", "renew", "olso"));
        assertTrue(err.toString().contains("there is no source 'olso'; existing sources: oslo"), err::toString);
        assertEquals(2, run("token", "status", "olso"));
    }
}
