package io.github.argusglue.plugin.nagios.livestatus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a Livestatus. Its calls block without a limit, until the channel is closed by any thread. */
final class LivestatusConnection {
    private static final int MOST_BYTES = 256 << 20;
    private static final int HEADER_BYTES = 16;
    private static final Pattern HEADER = Pattern.compile("([0-9]{3}) +([0-9]{1,11})\n");

    private final SocketChannel channel;
    private final @Nullable SSLSocket encrypted;
    private final InputStream in;
    private final OutputStream out;

    /** What Livestatus has answered. */
    @SuppressWarnings("ArrayRecordComponent") // Used once and not compared.
    record Answer(int status, byte[] body) {}

    /** Returns a channel that is not connected. */
    static SocketChannel channel(LivestatusConfig config) throws IOException {
        return config.isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    }

    /** Connects a channel. */
    LivestatusConnection(SocketChannel channel, LivestatusConfig config) throws IOException {
        this.channel = channel;
        if (config.isUnix()) {
            channel.connect(UnixDomainSocketAddress.of(config.livestatus()));
        } else {
            InetSocketAddress named = config.unresolved();
            InetSocketAddress target = new InetSocketAddress(named.getHostString(), named.getPort());
            if (target.isUnresolved()) {
                throw new UnknownHostException("unknown host '" + named.getHostString() + "'");
            }
            channel.connect(target);
        }
        encrypted = config.isTls() ? LivestatusTls.encrypt(channel.socket(), config) : null;
        in = encrypted == null ? Channels.newInputStream(channel) : encrypted.getInputStream();
        out = encrypted == null ? Channels.newOutputStream(channel) : encrypted.getOutputStream();
    }

    /** Sends a query, which asks for a header of 16 bytes and more queries to come, and reads the answer. */
    Answer ask(String query) throws IOException {
        send(query);
        String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (header.length() < HEADER_BYTES) {
            throw new EOFException("the connection was closed without an answer");
        } else if (!matcher.matches()) {
            throw new ProtocolException(
                    "what answers is not Livestatus: '" + header.replaceAll("\\P{Print}", "?") + "'");
        }
        long length = Long.parseLong(matcher.group(2));
        if (length > MOST_BYTES) {
            throw new ProtocolException("the answer has " + length + " bytes; the limit is " + MOST_BYTES);
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the connection was closed after " + body.length + " of " + length + " bytes");
        }
        return new Answer(Integer.parseInt(matcher.group(1)), body);
    }

    /**
     * Sends text that gets an answer only if something is wrong, and waits until the other side has read it all and
     * closed.
     *
     * @return the answer; empty if all is well
     */
    String tell(String text) throws IOException {
        send(text);
        if (encrypted == null) {
            channel.shutdownOutput();
        } else {
            encrypted.shutdownOutput();
        }
        return new String(in.readNBytes(1000), StandardCharsets.UTF_8);
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
