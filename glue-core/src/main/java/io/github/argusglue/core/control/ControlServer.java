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
 * Takes commands from the same machine. Only the user of this process and root are listened to: the socket's mode says
 * so, and since that is set a moment after the socket is there, who asks is looked at, too.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("control");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_REQUEST = 65_536;

    private static final int MOST_CALLS = 32;

    private final Semaphore places = new Semaphore(MOST_CALLS);
    /** Given back at the end; null if somebody else does that. */
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
     * Takes the lock of a state folder until it is closed, and begins to listen.
     *
     * @throws IOException if that cannot be, such as when another process has the state folder; the message says why
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
     * Begins to listen for the process that has the {@linkplain StateLock lock} of the state folder.
     *
     * @throws IOException if that cannot be; the message says why
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
            // Nobody can have it, since the lock is ours: it was left by a process that was killed.
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
            throw new IOException("'" + socket + "' is no socket: it belongs to somebody else, move it away");
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
                if (places.tryAcquire()) {
                    daemon("control-call", () -> serve(caller));
                } else {
                    log.warn("control socket: {} commands are under way already, another is not taken", MOST_CALLS);
                    caller.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.warn("control socket '{}' is given up: {}", socket, e.toString());
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (LineChannel line = new LineChannel(caller, LONGEST_REQUEST)) {
            if (!isAllowed(caller)) {
                return;
            }
            String request = line.readLine(PATIENCE);
            line.writeLine(mapper.writeValueAsString(answer(request)), PATIENCE);
        } catch (IOException e) {
            log.debug("control socket: a caller went away: {}", e.toString());
        } finally {
            places.release();
        }
    }

    private boolean isAllowed(SocketChannel caller) throws IOException {
        UserPrincipal user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        boolean allowed = user.equals(owner) || "root".equals(user.getName());
        if (!allowed) {
            log.warn("control socket: user '{}' is not listened to", user.getName());
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
                        "unknown command '" + name + "'; there are: " + String.join(", ", commands.keySet()));
            }
            command.run(request, answer);
            return answer.put("ok", true);
        } catch (ControlCommand.CommandRefusedException e) {
            return answer.put("ok", false).put("error", e.getMessage());
        } catch (JsonProcessingException e) {
            return answer.put("ok", false).put("error", "not a line of JSON");
        } catch (RuntimeException e) {
            log.error("fault in a control command", e);
            return answer.put("ok", false).put("error", "fault in argus-glue, see its log: " + e);
        }
    }

    /** Returns where it listens. */
    public Path socket() {
        return socket;
    }

    /** Listens no more. Commands under way go on. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.warn("control socket '{}' cannot be removed: {}", socket, e.toString());
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
