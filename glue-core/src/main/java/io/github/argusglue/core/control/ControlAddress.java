package io.github.argusglue.core.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The path of the control socket in a state folder. */
final class ControlAddress {
    static final String SOCKET = "control.sock";
    static final String LOCK = "control.lock";

    /** Maximum length of a Unix domain socket path on Linux, minus what Java reserves. */
    static final int MAX_BYTES = 106;

    private ControlAddress() {}

    static Path socket(Path stateDir) {
        return stateDir.toAbsolutePath().normalize().resolve(SOCKET);
    }

    /**
     * Returns the address of a socket.
     *
     * @throws IOException if the path is too long; the message says what to do
     */
    static UnixDomainSocketAddress of(Path socket) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IOException("the path of the control socket '" + socket + "' is " + bytes
                    + " bytes long; the limit is " + MAX_BYTES + ". Choose a shorter 'state_dir'");
        }
        return UnixDomainSocketAddress.of(socket);
    }
}
