package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A relay to a UDP service that can drop all packets silently, as a firewall or a cut cable does. */
final class UdpRelay implements AutoCloseable {
    private final DatagramSocket front;
    private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
    private volatile boolean cut;

    UdpRelay(InetSocketAddress target) {
        try {
            front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(() -> carry(front, packet -> back(packet.getSocketAddress()).send(to(packet, target))));
    }

    String address() {
        return "127.0.0.1:" + front.getLocalPort();
    }

    /** Drops everything from now on, or relays it again. */
    void cut(boolean now) {
        cut = now;
    }

    private interface Carrier {
        void carry(DatagramPacket packet) throws IOException;
    }

    private DatagramSocket back(SocketAddress client) throws IOException {
        DatagramSocket known = backs.get(client);
        if (known != null) {
            return known;
        }
        DatagramSocket made = new DatagramSocket();
        backs.put(client, made);
        run(() -> carry(made, packet -> front.send(to(packet, client))));
        return made;
    }

    private static DatagramPacket to(DatagramPacket packet, SocketAddress where) {
        return new DatagramPacket(packet.getData(), packet.getLength(), where);
    }

    private void carry(DatagramSocket from, Carrier carrier) {
        byte[] buffer = new byte[4096];
        while (!from.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                if (!cut) {
                    carrier.carry(packet);
                }
            } catch (IOException unreachable) {
                // Nobody listens there: packets are lost, as they would be without the relay.
            }
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        front.close();
        backs.values().forEach(DatagramSocket::close);
    }
}
