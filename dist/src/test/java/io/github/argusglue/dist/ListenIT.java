package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP endpoint of the installed program: its cost when it is off, and a port that is in use. */
final class ListenIT {
    private final Path dir;
    private final Program program;

    ListenIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @Test
    void anAddressInUseEndsTheProgramWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = config("127.0.0.1:" + taken.getLocalPort());

            Program.Result result = program.run("-c", config.toString(), "run");

            assertEquals(1, result.exitCode(), result::stderr);
            String last = result.stderr().lines().reduce((before, line) -> line).orElse("");
            assertTrue(
                    last.startsWith("argus-glue run: cannot listen on '127.0.0.1:" + taken.getLocalPort()
                            + "': another process listens there"),
                    result.stderr());
            assertFalse(result.stderr().contains("sources started"), result.stderr());
        }
    }

    @Test
    void anInvalidAddressIsAFault() throws Exception {
        Program.Result result = program.run("-c", config("9680").toString(), "run");

        assertEquals(2, result.exitCode(), result::stderr);
        assertTrue(result.stderr().contains("http.listen: 'listen' must be like"), result.stderr());
    }

    @Test
    void withoutAnEndpointNoWebServerIsLoaded() throws Exception {
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xlog:class+load:file=" + dir.resolve("classes"));

        assertEquals(0, program.run("version").exitCode());

        String classes = Files.readString(dir.resolve("classes"));
        assertTrue(classes.contains("io.github.argusglue.dist.Main"), "classes are told");
        assertFalse(classes.contains("org.eclipse.jetty") || classes.contains("io.micrometer"), "no web server");
    }

    private Path config(String listen) throws IOException {
        return Files.writeString(dir.resolve("argus-glue.toml"), """
                [http]
                listen = "%s"
                [argus]
                url = "http://127.0.0.1:1"
                [sources.oslo]
                type = "alertmanager"
                argus_token = "t"
                urls = ["http://127.0.0.1:1"]
                """.formatted(listen));
    }
}
