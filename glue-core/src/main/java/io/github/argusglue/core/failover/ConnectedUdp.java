package io.github.argusglue.core.failover;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.UdpTransportMapping;

/**
 * An SNMP transport to one address over a connected UDP socket: only such a socket receives the ICMP error if nobody
 * listens on the port, so that there is no need to wait for the timeout.
 */
final class ConnectedUdp extends UdpTransportMapping {
    private static final int MAX_PACKET_BYTES = 65_535;

    private final InetSocketAddress peer;
    private final Consumer<IOException> failed;
    private final DatagramSocket socket;
    private @Nullable Thread listener;

    /**
     * Opens the socket.
     *
     * @param failed called when no answer can come any more; on its own thread
     */
    ConnectedUdp(InetSocketAddress peer, Consumer<IOException> failed) throws IOException {
        super(new UdpAddress(peer.getAddress(), peer.getPort()));
        this.peer = peer;
        this.failed = failed;
        this.socket = new DatagramSocket();
        try {
            socket.connect(peer.getAddress(), peer.getPort());
        } catch (RuntimeException e) {
            socket.close();
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void sendMessage(
            UdpAddress address,
            byte[] message,
            TransportStateReference tmStateReference,
            long timeoutMillis,
            int maxRetries)
            throws IOException {
        socket.send(new DatagramPacket(message, message.length, peer));
    }

    @Override
    public synchronized void listen() {
        Thread thread = new Thread(this::receive, "failover-snmp-receive");
        thread.setDaemon(true);
        thread.start();
        listener = thread;
    }

    private void receive() {
        byte[] buffer = new byte[MAX_PACKET_BYTES];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                UdpAddress from = new UdpAddress(peer.getAddress(), peer.getPort());
                fireProcessMessage(
                        from,
                        ByteBuffer.wrap(buffer, 0, packet.getLength()),
                        new TransportStateReference(this, from, null, null, null, false, socket));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    failed.accept(e);
                }
                return;
            }
        }
    }

    @Override
    public synchronized boolean isListening() {
        return listener != null && !socket.isClosed();
    }

    @Override
    public void close() {
        socket.close();
    }
}
