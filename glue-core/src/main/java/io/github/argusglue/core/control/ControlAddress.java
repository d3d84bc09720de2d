package io.github.argusglue.core.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the control socket of a state folder is. */
final class ControlAddress {
    static final String SOCKET = "control.sock";
    static final String LOCK = "control.lock";

    /** What an address of a local socket holds on Linux, less what Java keeps for itself. */
    static final int MOST_BYTES = 106;

    private ControlAddress() {}

    static Path socket(Path stateDir) {
        return stateDir.toAbsolutePath().normalize().resolve(SOCKET);
    }

    /** @throws IOException if the path is longer than an address can be; the message says what to do */
    static UnixDomainSocketAddress of(Path socket) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IOException("the path of the control socket '" + socket + "' is " + bytes
                    + " bytes long, and a socket's may be " + MOST_BYTES + ": choose a shorter 'state_dir'");
        }
        return UnixDomainSocketAddress.of(socket);
    }
}
