package io.github.argusglue.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.executor.Await;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A process that receives commands from others. In a folder below /tmp, because a socket path must be short. */
@Isolated("the threads of all calls are counted")
final class ControlServerTest {
    private static final Map<String, ControlCommand> COMMANDS = Map.of(
            "echo", (request, answer) -> answer.put("said", request.path("text").asText()),
            "refuse",
                    (request, answer) -> {
                        throw new CommandRefusedException("not today");
                    },
            "break",
                    (request, answer) -> {
                        throw new IllegalStateException("boo");
                    });

    private Path folder = Path.of("");

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "control");
    }

    @AfterEach
    void clean() throws IOException {
        for (String name : new String[] {ControlAddress.SOCKET, ControlAddress.LOCK}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Test
    void answersUntilItIsClosed() throws Exception {
        try (ControlServer server = ControlServer.open(folder, COMMANDS)) {
            assertEquals("hé \"x\"\n", call("command", "echo", "text", "hé \"x\"\n"));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())));
        }
        assertFalse(Files.exists(folder.resolve(ControlAddress.SOCKET)));
    }

    @Test
    void longAnswersAreComplete() throws Exception {
        String text = "x".repeat(60_000);
        try (ControlServer server = ControlServer.open(folder, COMMANDS)) {
            assertEquals(text, call("command", "echo", "text", text));
            assertTrue(Files.exists(server.socket()));
        }
    }

    @Test
    void rejectedCommandsAreReported() throws IOException {
        try (ControlServer server = ControlServer.open(folder, COMMANDS)) {
            assertEquals("not today", failure("command", "refuse"));
            assertEquals("unknown command 'fly'; existing commands: break, echo, refuse", failure("command", "fly"));
            assertEquals(
                    "internal error in argus-glue, see its log: java.lang.IllegalStateException: boo",
                    failure("command", "break"));
            assertFalse(failure("command", "echo", "text", "x".repeat(200_000)).isEmpty());
            assertTrue(Files.exists(server.socket()));
        }
    }

    @Test
    void invalidJsonIsReported() throws IOException {
        try (ControlServer server = ControlServer.open(folder, COMMANDS);
                LineChannel line =
                        new LineChannel(SocketChannel.open(UnixDomainSocketAddress.of(server.socket())), 1_000)) {
            line.writeLine("reload!", Duration.ofSeconds(5));
            assertEquals(
                    "{\"ok\":false,\"error\":\"the request is not valid JSON\"}",
                    line.readLine(Duration.ofSeconds(10)));
        }
    }

    @Test
    void aSilentClientBlocksNobody() throws Exception {
        try (ControlServer server = ControlServer.open(folder, COMMANDS);
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            assertEquals("x", call("command", "echo", "text", "x"));
            assertTrue(silent.isConnected());
        }
    }

    @Test
    void silentClientsAreLimited() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (ControlServer server = ControlServer.open(folder, COMMANDS)) {
            for (int i = 0; i < 60; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(server.socket())));
            }
            Await.until("those with a place are served", () -> calls() == 32);
            Await.never("more are", Duration.ofMillis(200), () -> calls() > 32);
            for (SocketChannel one : silent) {
                one.close();
            }
            Await.until("the places are free", () -> calls() == 0);
            assertEquals("x", call("command", "echo", "text", "x"));
        }
    }

    private static long calls() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("control-call"))
                .count();
    }

    @Test
    void aSecondProcessCannotTakeTheSocket() throws Exception {
        try (ControlServer first = ControlServer.open(folder, COMMANDS)) {
            IOException refused = assertThrows(IOException.class, () -> ControlServer.open(folder, Map.of()));
            assertEquals(
                    "another argus-glue (process " + ProcessHandle.current().pid() + ") is running with"
                            + " state_dir '" + folder
                            + "'",
                    refused.getMessage());
            assertEquals("x", call("command", "echo", "text", "x"));
            assertTrue(Files.exists(first.socket()));
        }
        try (ControlServer second = ControlServer.open(folder, COMMANDS)) {
            assertTrue(Files.exists(second.socket()), "it may when the first has ended");
        }
    }

    @Test
    void theSocketOfAKilledProcessIsReplaced() throws Exception {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(folder.resolve(ControlAddress.SOCKET)));
        }
        assertEquals(
                "argus-glue is not running with state_dir '" + folder + "': '" + folder.resolve(ControlAddress.SOCKET)
                        + "' was left behind by a process that has ended",
                failure("command", "echo"));
        try (ControlServer server = ControlServer.open(folder, COMMANDS)) {
            assertEquals("x", call("command", "echo", "text", "x"));
            assertTrue(Files.exists(server.socket()));
        }
    }

    @Test
    void aFileThatIsNotASocketIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve(ControlAddress.SOCKET), "precious");
        IOException refused = assertThrows(IOException.class, () -> ControlServer.open(folder, COMMANDS));
        assertEquals(
                "'" + file + "' is not a socket and was not created by argus-glue; move it away", refused.getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void withoutAProcessAnErrorIsReported() {
        assertEquals(
                "argus-glue is not running with state_dir '" + folder + "': '" + folder.resolve(ControlAddress.SOCKET)
                        + "' does not exist",
                failure("command", "echo"));
    }

    @Test
    void aTooLongSocketPathIsReported() {
        Path deep = folder.resolve("x".repeat(100));
        String message = String.valueOf(assertThrows(IOException.class, () -> ControlServer.open(deep, COMMANDS))
                .getMessage());
        assertTrue(message.startsWith("the path of the control socket '" + deep + "/control.sock' is "), message);
        assertTrue(message.endsWith("the limit is 106. Choose a shorter 'state_dir'"), message);
        assertFalse(Files.exists(deep), "nothing was made");
        ControlException asked = assertThrows(
                ControlException.class,
                () -> new ControlClient(deep, Duration.ofSeconds(5)).call(Map.of("command", "echo")));
        assertTrue(String.valueOf(asked.getMessage()).contains("Choose a shorter 'state_dir'"), asked::getMessage);
    }

    @Test
    void aTimeoutIsReported() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        ControlCommand slow = (request, answer) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (ControlServer server = ControlServer.open(folder, Map.of("slow", slow))) {
            ControlClient client = new ControlClient(folder, Duration.ofMillis(50));
            ControlException late = assertThrows(ControlException.class, () -> client.call(Map.of("command", "slow")));
            assertEquals(
                    "the argus-glue running with state_dir '" + folder + "' did not answer within 0 s",
                    late.getMessage());
            assertTrue(Files.exists(server.socket()));
        } finally {
            end.countDown();
        }
    }

    private String call(String... request) throws ControlException {
        return client().call(asMap(request)).path("said").asText();
    }

    private String failure(String... request) {
        return String.valueOf(assertThrows(ControlException.class, () -> client().call(asMap(request)))
                .getMessage());
    }

    private ControlClient client() {
        return new ControlClient(folder, Duration.ofSeconds(20));
    }

    private static Map<String, String> asMap(String... request) {
        return request.length == 2
                ? Map.of(request[0], request[1])
                : Map.of(request[0], request[1], request[2], request[3]);
    }
}
