package io.github.argusglue.core.failover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Probes an address by opening a TCP connection and closing it. */
final class TcpCheck implements AddressProbe.AddressCheck {

    @Override
    public ProbeResult run(InetSocketAddress address, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) timeout.toMillis());
            return ProbeResult.up("accepts connections");
        }
    }
}
