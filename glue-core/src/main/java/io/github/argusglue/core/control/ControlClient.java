package io.github.argusglue.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Sends commands to the process that is running with a state folder. */
public final class ControlClient {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final Path stateDir;
    private final Duration timeout;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Creates a client.
     *
     * @param timeout timeout of a response
     */
    public ControlClient(Path stateDir, Duration timeout) {
        this.stateDir = stateDir;
        this.timeout = timeout;
    }

    /** Returns whether a process may be accepting commands; false only if there is certainly none. */
    public boolean isRunning() {
        Path socket = ControlAddress.socket(stateDir);
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(ControlAddress.of(socket))) {
            return channel.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return true; // it exists but belongs to another user: the call will report that
        }
    }

    /**
     * Sends a command and returns the answer.
     *
     * @param request name and parameters of the command
     * @throws ControlException if no process is running or it rejects the command; the message says which
     */
    public JsonNode call(Map<String, String> request) throws ControlException {
        Path socket = ControlAddress.socket(stateDir);
        UnixDomainSocketAddress address;
        try {
            address = ControlAddress.of(socket);
        } catch (IOException e) {
            throw new ControlException(String.valueOf(e.getMessage()), e);
        }
        JsonNode answer;
        try {
            answer = exchange(address, mapper.writeValueAsString(request));
        } catch (IOException e) {
            throw new ControlException(explain(socket, e), e);
        }
        if (!answer.path("ok").asBoolean()) {
            throw ControlException.refused(
                    answer.path("error").asText(), answer.path("usage").asBoolean());
        }
        return answer;
    }

    private JsonNode exchange(UnixDomainSocketAddress address, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address);
                LineChannel line = new LineChannel(channel, MAX_ANSWER_BYTES)) {
            line.writeLine(request, WRITE_TIMEOUT);
            return mapper.readTree(line.readLine(timeout));
        }
    }

    private String explain(Path socket, IOException e) {
        String none = "argus-glue is not running with state_dir '" + stateDir + "': ";
        if (e instanceof SocketTimeoutException) {
            return "the argus-glue running with state_dir '" + stateDir + "' did not answer within "
                    + timeout.toSeconds() + " s";
        } else if (String.valueOf(e.getMessage()).contains("Permission denied")) {
            return "user '" + System.getProperty("user.name") + "' has no permission to use '" + socket
                    + "'; run the command as the user that argus-glue runs as, or as root";
        } else if (e instanceof ConnectException) {
            return none + "'" + socket + "' was left behind by a process that has ended";
        } else if (!Files.exists(socket)) {
            return none + "'" + socket + "' does not exist";
        }
        return "'" + socket + "': " + e.getMessage();
    }
}
