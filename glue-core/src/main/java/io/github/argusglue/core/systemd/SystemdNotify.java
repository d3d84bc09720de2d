package io.github.argusglue.core.systemd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notifications with systemd's {@code systemd-notify}. The protocol is a datagram to a Unix socket, which Java
 * does not support; libraries that do need native code for every system, in a folder from which code may be executed.
 */
public final class SystemdNotify implements Notifier {
    private static final Logger log = LoggerFactory.getLogger("systemd");
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String PROGRAM = "systemd-notify";
    private static final long TIMEOUT_SECONDS = 5;

    private final Map<String, String> environment;
    private boolean warned;

    private SystemdNotify(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Returns the notifier, if the process was started by a service manager that expects notifications. */
    public static Optional<Notifier> of(Map<String, String> environment) {
        String socket = environment.getOrDefault(SOCKET, "");
        return socket.isEmpty() ? Optional.empty() : Optional.of(new SystemdNotify(environment));
    }

    @Override
    public synchronized void send(List<String> assignments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(assignments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(SOCKET, environment.getOrDefault(SOCKET, ""));
        try {
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                warn("it did not exit within " + TIMEOUT_SECONDS + " s");
            } else if (process.exitValue() == 0) {
                warned = false;
            } else {
                warn("exit code " + process.exitValue());
            }
        } catch (IOException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warn(String why) {
        if (!warned) {
            warned = true;
            log.warn(
                    "cannot notify the service manager, although NOTIFY_SOCKET is set: '{}': {}; install"
                            + " it, or run argus-glue as a service with a Type other than notify",
                    PROGRAM,
                    why);
        }
    }
}
