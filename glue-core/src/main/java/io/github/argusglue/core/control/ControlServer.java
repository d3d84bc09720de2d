package io.github.argusglue.core.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts commands from the same machine, only from the user of this process and from root. The mode of the socket
 * ensures this; because it is set just after the socket is created, the user of each client is checked too.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("control");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_REQUEST_BYTES = 65_536;

    private static final int MAX_CALLS = 32;

    private final Semaphore permits = new Semaphore(MAX_CALLS);
    /** Released when the server is closed; null if the caller releases it. */
    private final @Nullable StateLock lock;

    private final Path socket;
    private final ServerSocketChannel channel;
    private final UserPrincipal owner;
    private final Map<String, ControlCommand> commands;
    private final ObjectMapper mapper = new ObjectMapper();

    private ControlServer(
            @Nullable StateLock lock, Path socket, ServerSocketChannel channel, Map<String, ControlCommand> commands)
            throws IOException {
        this.lock = lock;
        this.socket = socket;
        this.channel = channel;
        this.owner = Files.getOwner(socket);
        this.commands = new TreeMap<>(commands);
    }

    /**
     * Locks the state folder until the server is closed, and starts to listen.
     *
     * @throws IOException if that fails, for example because another process has the lock; the message says why
     */
    public static ControlServer open(Path stateDir, Map<String, ControlCommand> commands) throws IOException {
        ControlAddress.of(ControlAddress.socket(stateDir));
        StateLock lock = StateLock.take(stateDir);
        try {
            return listen(stateDir, commands, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts to listen. The caller must have the {@linkplain StateLock lock} of the state folder.
     *
     * @throws IOException if that fails; the message says why
     */
    public static ControlServer listen(Path stateDir, Map<String, ControlCommand> commands) throws IOException {
        return listen(stateDir, commands, null);
    }

    private static ControlServer listen(Path stateDir, Map<String, ControlCommand> commands, @Nullable StateLock lock)
            throws IOException {
        Path socket = ControlAddress.socket(stateDir);
        UnixDomainSocketAddress address = ControlAddress.of(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // We have the lock, so the socket was left behind by a killed process.
            deleteStale(socket);
            channel.bind(address);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            ControlServer server = new ControlServer(lock, socket, channel, commands);
            server.daemon("control", server::accept);
            return server;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void deleteStale(Path socket) throws IOException {
        if (Files.isRegularFile(socket) || Files.isDirectory(socket)) {
            throw new IOException("'" + socket + "' is not a socket and was not created by argus-glue; move it away");
        }
        Files.deleteIfExists(socket);
    }

    private void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel caller = channel.accept();
                if (permits.tryAcquire()) {
                    daemon("control-call", () -> serve(caller));
                } else {
                    log.warn("control socket: command rejected, {} are already in progress", MAX_CALLS);
                    caller.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.warn("control socket '{}' failed and no longer accepts commands: {}", socket, e.toString());
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (LineChannel line = new LineChannel(caller, MAX_REQUEST_BYTES)) {
            if (!isAllowed(caller)) {
                return;
            }
            String request = line.readLine(TIMEOUT);
            line.writeLine(mapper.writeValueAsString(answer(request)), TIMEOUT);
        } catch (IOException e) {
            log.debug("control socket: a client disconnected: {}", e.toString());
        } finally {
            permits.release();
        }
    }

    private boolean isAllowed(SocketChannel caller) throws IOException {
        UserPrincipal user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        boolean allowed = user.equals(owner) || "root".equals(user.getName());
        if (!allowed) {
            log.warn("control socket: rejected a command of user '{}'", user.getName());
        }
        return allowed;
    }

    private ObjectNode answer(String line) {
        ObjectNode answer = mapper.createObjectNode();
        try {
            JsonNode request = mapper.readTree(line);
            String name = request.path("command").asText();
            ControlCommand command = commands.get(name);
            if (command == null) {
                throw new ControlCommand.CommandRefusedException(
                        "unknown command '" + name + "'; existing commands: " + String.join(", ", commands.keySet()));
            }
            command.run(request, answer);
            return answer.put("ok", true);
        } catch (ControlCommand.CommandRefusedException e) {
            return answer.put("ok", false).put("error", e.getMessage()).put("usage", e.isUsage());
        } catch (JsonProcessingException e) {
            return answer.put("ok", false).put("error", "the request is not valid JSON");
        } catch (RuntimeException e) {
            log.error("internal error in a control command", e);
            return answer.put("ok", false).put("error", "internal error in argus-glue, see its log: " + e);
        }
    }

    /** Returns the path of the socket. */
    public Path socket() {
        return socket;
    }

    /** Stops listening. Commands in progress continue. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.warn("cannot delete control socket '{}': {}", socket, e.toString());
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
