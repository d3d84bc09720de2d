package io.github.argusglue.plugin.nagios.livestatus;

import io.github.argusglue.spi.config.HttpAccess;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Livestatus. Its calls block without a limit, since a unix socket knows none: {@link #close}, by
 * any thread, ends them.
 */
final class LivestatusConnection implements AutoCloseable {
    private static final Pattern HEADER = Pattern.compile("([0-9]{3}) +([0-9]{1,11})\n");

    private final SocketChannel channel;
    private @Nullable Socket encrypted;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** Makes an unconnected one. */
    LivestatusConnection(LivestatusAddress address) throws IOException {
        ProtocolFamily unix = StandardProtocolFamily.UNIX;
        channel = address.isUnix() ? SocketChannel.open(unix) : SocketChannel.open();
    }

    /** What Livestatus has answered. */
    @SuppressWarnings("ArrayRecordComponent") // Used once and not compared.
    record Answer(int status, byte[] body) {}

    void connect(LivestatusAddress address, HttpAccess access) throws IOException {
        SocketAddress target = address.resolve();
        if (target instanceof InetSocketAddress tcp && tcp.isUnresolved()) {
            throw new IOException("unknown host '" + address.host() + "'");
        }
        channel.connect(target);
        if (address.isTls()) {
            encrypted = LivestatusTls.wrap(channel.socket(), address, access);
            in = encrypted.getInputStream();
            out = encrypted.getOutputStream();
        } else {
            in = Channels.newInputStream(channel);
            out = Channels.newOutputStream(channel);
        }
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
        return new String(input().readNBytes(1000), StandardCharsets.UTF_8);
    }

    private void send(String text) throws IOException {
        if (out == null) {
            throw new IOException("not connected");
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private InputStream input() throws IOException {
        if (in == null) {
            throw new IOException("not connected");
        }
        return in;
    }

    /** Sends a query, which asks for a header of 16 bytes, and reads the answer. */
    Answer ask(String query, int mostBytes) throws IOException {
        send(query);
        String header = new String(input().readNBytes(16), StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            if (header.length() < 16) {
                throw new EOFException("the connection was closed without an answer");
            }
            throw new NotLivestatusException(
                    "what answers is not Livestatus: '" + header.replaceAll("\\P{Print}", "?") + "'");
        }
        long length = Long.parseLong(matcher.group(2));
        if (length > mostBytes) {
            throw new NotLivestatusException("the answer has " + length + " bytes; the limit is " + mostBytes);
        }
        byte[] body = input().readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the connection was closed after " + body.length + " of " + length + " bytes");
        }
        return new Answer(Integer.parseInt(matcher.group(1)), body);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing left to lose.
        }
    }

    /** The answer cannot be read; another attempt would not help. */
    static final class NotLivestatusException extends IOException {
        private static final long serialVersionUID = 1;

        NotLivestatusException(String message) {
            super(message);
        }
    }
}
