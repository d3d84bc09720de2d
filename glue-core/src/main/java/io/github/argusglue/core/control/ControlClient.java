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

/** Asks the process that runs with a state folder. */
public final class ControlClient {
    private static final Duration WRITING = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

    private final Path stateDir;
    private final Duration patience;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param patience how long an answer may take */
    public ControlClient(Path stateDir, Duration patience) {
        this.stateDir = stateDir;
        this.patience = patience;
    }

    /** Tells whether a process takes commands there, or may: only where there is surely none it is false. */
    public boolean isThere() {
        Path socket = ControlAddress.socket(stateDir);
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(ControlAddress.of(socket))) {
            return channel.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return true; // somebody else's: asking it will tell why not
        }
    }

    /**
     * Has a command done and returns the answer.
     *
     * @param request the command's name and what else it needs
     * @throws ControlException if no process is there or it refuses; the message says which
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
            throw new ControlException(answer.path("error").asText());
        }
        return answer;
    }

    private JsonNode exchange(UnixDomainSocketAddress address, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address);
                LineChannel line = new LineChannel(channel, LONGEST_ANSWER)) {
            line.writeLine(request, WRITING);
            return mapper.readTree(line.readLine(patience));
        }
    }

    private String explain(Path socket, IOException e) {
        String none = "no argus-glue runs with state_dir '" + stateDir + "': ";
        if (e instanceof SocketTimeoutException) {
            return "the argus-glue that runs with state_dir '" + stateDir + "' did not answer within "
                    + patience.toSeconds() + " s";
        } else if (String.valueOf(e.getMessage()).contains("Permission denied")) {
            return "user '" + System.getProperty("user.name") + "' may not use '" + socket
                    + "': be the user that argus-glue runs as, or root";
        } else if (e instanceof ConnectException) {
            return none + "'" + socket + "' was left by one that has ended";
        } else if (!Files.exists(socket)) {
            return none + "there is no '" + socket + "'";
        }
        return "'" + socket + "': " + e.getMessage();
    }
}
