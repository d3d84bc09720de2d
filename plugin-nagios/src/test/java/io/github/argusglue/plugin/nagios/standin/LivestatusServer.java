package io.github.argusglue.plugin.nagios.standin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A Livestatus of {@link StandInNagios}, on a unix socket or a port of the loopback interface. */
public final class LivestatusServer implements AutoCloseable {
    private final StandInNagios nagios;
    private final ServerSocketChannel server;
    private final @Nullable Path file;
    private final @Nullable SSLSocketFactory encryption;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Object changes = new Object();
    private final Map<StandInEvent.Kind, Integer> counts = new EnumMap<>(StandInEvent.Kind.class);
    private volatile boolean knowsTriggers = true;
    private volatile boolean silent;
    private volatile boolean dropsConnections = true;
    private volatile String visible = "";
    private volatile String distorted = "";
    private volatile UnaryOperator<byte[]> distortion = answer -> answer;

    private LivestatusServer(
            StandInNagios nagios,
            ServerSocketChannel server,
            @Nullable Path file,
            @Nullable SSLSocketFactory encryption) {
        this.nagios = nagios;
        this.server = server;
        this.file = file;
        this.encryption = encryption;
        nagios.listen(this::onEvent);
        thread(this::accept);
    }

    /** Listens on a unix socket. */
    public static LivestatusServer unix(StandInNagios nagios, Path file) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return new LivestatusServer(nagios, server.bind(UnixDomainSocketAddress.of(file)), file, null);
    }

    /** Listens on a port of the loopback interface. */
    public static LivestatusServer tcp(StandInNagios nagios) throws IOException {
        SocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new LivestatusServer(nagios, ServerSocketChannel.open().bind(any), null, null);
    }

    /** Listens on a port of the loopback interface as with a TLS proxy such as stunnel in front of it. */
    public static LivestatusServer tls(StandInNagios nagios, SSLSocketFactory encryption) throws IOException {
        SocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new LivestatusServer(nagios, ServerSocketChannel.open().bind(any), null, encryption);
    }

    /** Returns the address, as it is written in the configuration. */
    public String address() throws IOException {
        if (file != null) {
            return file.toString();
        }
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        return (encryption == null ? "" : "tls://") + "127.0.0.1:" + port;
    }

    /** Leaves out a column, {@code services.last_time_ok}, as an older version does. */
    public void hide(String column) {
        hidden.add(column);
    }

    /** Makes the module refuse queries that wait, as versions without triggers do. */
    public void forgetTriggers() {
        knowsTriggers = false;
    }

    /** Makes it accept connections and queries, and answer none. */
    public void hang(boolean value) {
        silent = value;
    }

    /** Lets connections live on when the daemon is restarted, as a proxy in front of it does. */
    public void keepConnectionsOverRestart() {
        dropsConnections = false;
    }

    /** Shows only the services of one host, as to a client that may not see all; all of them if the name is empty. */
    public void showOnly(String host) {
        visible = host;
    }

    /** Changes what is sent, header included. If it becomes shorter, the connection is closed after it. */
    public void distort(UnaryOperator<byte[]> change) {
        distort("", change);
    }

    /** Changes the answers to the requests that contain a text. */
    public void distort(String request, UnaryOperator<byte[]> change) {
        distorted = request;
        distortion = change;
    }

    /** Closes the connections that are open, as after a time without queries. */
    public void dropConnections() {
        open.forEach(LivestatusServer::close);
    }

    /** Returns the requests received, without their end. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void onEvent(StandInEvent event) {
        synchronized (changes) {
            counts.merge(event.kind(), 1, Integer::sum);
            changes.notifyAll();
        }
        if (event.kind() == StandInEvent.Kind.PROGRAM && dropsConnections) {
            dropConnections();
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "livestatus");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                open.add(channel);
                thread(() -> serve(channel));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                Socket encrypted = encryption == null ? null : encryption.createSocket(channel.socket(), null, true)) {
            InputStream received = encrypted == null ? Channels.newInputStream(channel) : encrypted.getInputStream();
            BufferedReader in = new BufferedReader(new InputStreamReader(received, StandardCharsets.UTF_8));
            OutputStream out = encrypted == null ? Channels.newOutputStream(channel) : encrypted.getOutputStream();
            List<String> lines = request(in);
            while (!lines.isEmpty() && nagios.read(nagios::isRunning)) {
                requests.add(String.join("\n", lines));
                if (!answer(lines, out)) {
                    return;
                }
                lines = request(in);
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, or the stand-in is closed.
        } finally {
            open.remove(channel);
        }
    }

    private static List<String> request(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isBlank()) {
                return lines;
            }
            lines.add(line);
        }
        return List.of();
    }

    private boolean answer(List<String> lines, OutputStream out) throws IOException, InterruptedException {
        if (silent) {
            synchronized (changes) {
                while (silent) {
                    changes.wait(50);
                }
            }
            return false;
        }
        if (lines.get(0).startsWith("COMMAND ")) {
            String command = unescaped(lines.get(0).substring(8));
            for (String line : command.lines().toList()) {
                nagios.apply(line);
            }
            return true;
        }
        LivestatusQuery query = new LivestatusQuery(lines);
        int status = 200;
        String body;
        try {
            await(query);
            body = query.answer(nagios, hidden, visible);
        } catch (LivestatusQuery.Refusal e) {
            status = e.status;
            body = e.getMessage() + "\n";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String header = "";
        if ("fixed16".equals(query.headers.get("ResponseHeader"))) {
            header = String.format(Locale.ROOT, "%03d %11d\n", status, bytes.length);
        }
        byte[] all = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), header.length() + bytes.length);
        System.arraycopy(bytes, 0, all, header.length(), bytes.length);
        boolean isDistorted = (String.join("\n", lines) + "\n").contains(distorted);
        byte[] sent = isDistorted ? distortion.apply(all) : all;
        out.write(sent);
        return sent.length >= all.length && "on".equals(query.headers.get("KeepAlive"));
    }

    private void await(LivestatusQuery query) throws LivestatusQuery.Refusal, InterruptedException {
        String trigger = query.headers.get("WaitTrigger");
        if (trigger == null) {
            return;
        }
        if (!knowsTriggers) {
            throw new LivestatusQuery.Refusal(400, "Undefined request header 'WaitTrigger: " + trigger + "'");
        }
        StandInEvent.Kind kind = StandInEvent.Kind.valueOf(trigger.toUpperCase(Locale.ROOT));
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(query.headers.getOrDefault("WaitTimeout", "60000")));
        synchronized (changes) {
            int before = counts.getOrDefault(kind, 0);
            long left = end - System.nanoTime();
            while (left > 0 && counts.getOrDefault(kind, 0) == before && server.isOpen()) {
                TimeUnit.NANOSECONDS.timedWait(changes, left);
                left = end - System.nanoTime();
            }
        }
    }

    /** Does with a backslash what the real one does: an n after it becomes a line feed. */
    private static String unescaped(String text) {
        StringBuilder unescaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                unescaped.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            } else if (c != '\\') {
                unescaped.append(c);
            }
        }
        return unescaped.toString();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    @Override
    public void close() throws IOException {
        silent = false;
        server.close();
        dropConnections();
        synchronized (changes) {
            changes.notifyAll();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
