package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Livestatus over one connection, which is made when it is needed, each call within a time limit. For one thread
 * at a time, except {@link #close}.
 */
final class LivestatusClient implements AutoCloseable {
    private static final Pattern HEADER = Pattern.compile("([0-9]{3}) +([0-9]{1,11})\n");

    private final LivestatusConfig config;
    private final long maxAnswerBytes;
    private volatile @Nullable Channel channel;
    private @Nullable Streams connection;
    private volatile boolean closed;

    /** @param maxAnswerBytes how long an answer may be */
    LivestatusClient(LivestatusConfig config, long maxAnswerBytes) {
        this.config = config;
        this.maxAnswerBytes = Math.min(maxAnswerBytes, Integer.MAX_VALUE);
    }

    private record Streams(InputStream in, OutputStream out) {}

    /** Sends a query, without headers about its answer, and returns the rows of the answer. */
    JsonNode ask(String query) throws SourceException, InterruptedException {
        return ask("", query, Duration.ZERO);
    }

    /**
     * Sends a query.
     *
     * @param commands requests that are not answered and come before it: its answer says that they were read
     * @param pause how long the server may wait before it begins to answer
     */
    JsonNode ask(String commands, String query, Duration pause) throws SourceException, InterruptedException {
        String what = config.livestatus() + ": "
                + (commands.isEmpty() ? query.lines().findFirst().orElse("") : "COMMAND");
        long start = System.nanoTime();
        long limit = config.access().timeout().plus(pause).toMillis();
        // A unix socket knows no timeout.
        Executor later = CompletableFuture.delayedExecutor(limit, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(this::closeChannel, later);
        boolean done = false;
        try {
            Streams streams = connection == null ? connect() : connection;
            connection = streams;
            String request = commands + query + "OutputFormat: json\nResponseHeader: fixed16\nKeepAlive: on\n\n";
            streams.out.write(request.getBytes(StandardCharsets.UTF_8));
            streams.out.flush();
            JsonNode rows = readAnswer(streams.in, what);
            done = true;
            return rows;
        } catch (JsonProcessingException e) {
            String reason = UndeclaredText.oneLine(e.getOriginalMessage());
            throw SourceException.badAnswer(what + ": the answer is not JSON: " + reason, e);
        } catch (ProtocolException e) {
            throw SourceException.badAnswer(what + ": " + e.getMessage(), e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String reason =
                    e.getMessage() == null ? e.getClass().getSimpleName() : UndeclaredText.oneLine(e.getMessage());
            if (System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(limit)) {
                reason = "no answer within " + limit + " ms";
            }
            throw SourceException.unreachable(what + ": " + reason + ": " + advice(reason), e);
        } finally {
            alarm.cancel(false);
            if (!done) {
                disconnect();
            }
        }
    }

    private Streams connect() throws IOException {
        SocketChannel opened = config.isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        channel = opened;
        if (closed) {
            throw new IOException("closed");
        }
        opened.connect(config.resolve());
        if (!config.isTls()) {
            return new Streams(Channels.newInputStream(opened), Channels.newOutputStream(opened));
        }
        Socket encrypted = encrypt(opened.socket());
        return new Streams(encrypted.getInputStream(), encrypted.getOutputStream());
    }

    /** Encrypts a connection after it has checked the server's certificate. */
    private Socket encrypt(Socket plain) throws IOException {
        SSLSocketFactory factory = config.access().caFile().isEmpty()
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : trusting(config.access().caFile().get());
        String host = config.access().serverName().orElse(config.host());
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Returns a factory that trusts the certificates of the file, and no others. */
    private static SSLSocketFactory trusting(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate issuer : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("own-" + store.size(), issuer);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("'ca_file': cannot use '" + file + "': " + e.getMessage(), e);
        }
    }

    private JsonNode readAnswer(InputStream in, String what) throws IOException, SourceException {
        String header = new String(in.readNBytes(16), StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (header.length() < 16) {
            throw new EOFException("the connection was closed without an answer");
        } else if (!matcher.matches()) {
            throw new ProtocolException(
                    "what answers is not Livestatus: '" + header.replaceAll("\\P{Print}", "?") + "'");
        }
        long length = Long.parseLong(matcher.group(2));
        if (length > maxAnswerBytes) {
            throw new ProtocolException(
                    "the answer has " + length + " bytes; the limit is " + maxAnswerBytes + " ('max_answer_bytes')");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the connection was closed after " + bytes.length + " of " + length + " bytes");
        }
        String body = UndeclaredText.decodeLines(bytes);
        int status = Integer.parseInt(matcher.group(1));
        if (status != 200) {
            throw refused(what, status, body);
        }
        JsonNode rows = JsonFields.MAPPER
                .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(body);
        if (!rows.isArray()) {
            throw new ProtocolException("the answer is no list of rows");
        }
        return rows;
    }

    private String advice(String reason) {
        if (config.isUnix() && reason.contains("ermission")) {
            return "let argus-glue's user be a member of the socket's group";
        }
        return config.isTls()
                ? "check 'livestatus', 'ca_file' and 'server_name'"
                : "check 'livestatus', and that the daemon runs and has loaded the module";
    }

    private static SourceException refused(String what, int status, String body) {
        String message = what + ": " + status + " " + UndeclaredText.oneLine(body) + ": ";
        return switch (status) {
            case 403 -> SourceException.unauthorized(message + "let this machine query Livestatus");
            case 404 -> SourceException.badAnswer(message + "this Livestatus has no such table", null);
            case 413 -> SourceException.badAnswer(message + "raise max_response_size of the Livestatus module", null);
            case 400, 451, 452 -> SourceException.badAnswer(message + "this Livestatus does not know the query", null);
            default -> SourceException.unreachable(message + "see the daemon's log", null);
        };
    }

    /** Makes the next call use a new connection, since a server closes those on which nothing is asked for a while. */
    void disconnect() {
        connection = null;
        closeChannel();
    }

    private void closeChannel() {
        Channel open = channel;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // There is nothing left to lose.
        }
    }

    /** Ends the call that is under way, and fails later ones. */
    @Override
    public void close() {
        closed = true;
        closeChannel();
    }
}
