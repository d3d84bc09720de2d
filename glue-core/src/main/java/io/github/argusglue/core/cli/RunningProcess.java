package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlClient;
import io.github.argusglue.core.control.ControlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running process that a command talks to, found through its state folder. */
final class RunningProcess {
    /**
     * A reload waits for the requests in progress of the sources that it stops, and for the first plan of those it
     * starts.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "State folder of the running process. Default: the one in the configuration.")
    private @Nullable Path stateDir;

    /** Returns whether a process is running, that is, holds the lock in the state folder, whether it answers or not. */
    boolean isRunning(GlueCommand root) throws ConfigException {
        return new ControlClient(folder(root), TIMEOUT).isRunning();
    }

    JsonNode call(GlueCommand root, Map<String, String> request) throws ConfigException, ControlException {
        return new ControlClient(folder(root), TIMEOUT).call(request);
    }

    /** Returns a client that can be asked several times. */
    ControlClient client(GlueCommand root, Duration timeout) throws ConfigException {
        return new ControlClient(folder(root), timeout);
    }

    private Path folder(GlueCommand root) throws ConfigException {
        return stateDir == null ? root.stateDir() : stateDir;
    }
}
