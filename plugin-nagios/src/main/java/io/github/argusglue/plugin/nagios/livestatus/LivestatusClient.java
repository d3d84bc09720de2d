package io.github.argusglue.plugin.nagios.livestatus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.nagios.livestatus.LivestatusConnection.Answer;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.UndeclaredText;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Livestatus over one connection, which is made when it is needed, each call within a time limit. For one thread
 * at a time, except {@link #close}.
 */
final class LivestatusClient implements AutoCloseable {
    private final LivestatusConfig config;
    private final ScheduledExecutorService watchdog;
    private @Nullable LivestatusConnection connection;
    private volatile @Nullable Channel channel;
    private volatile boolean closed;

    /** @param watchdog ends calls that take too long: a unix socket knows no timeout */
    LivestatusClient(LivestatusConfig config, ScheduledExecutorService watchdog) {
        this.config = config;
        this.watchdog = watchdog;
    }

    /** What is done with a connection. */
    private interface Call<T> {
        T on(LivestatusConnection connection) throws IOException, SourceException;
    }

    /**
     * Sends a query and returns the rows of the answer.
     *
     * @param query without the headers about the answer
     * @param pause how long the server may wait before it begins to answer
     */
    JsonNode ask(String query, Duration pause) throws SourceException, InterruptedException {
        String what = config.livestatus() + ": " + query.lines().findFirst().orElse("");
        String text = query + "OutputFormat: json\nResponseHeader: fixed16\nKeepAlive: on\n\n";
        return call(what, pause, on -> {
            Answer answer = on.ask(text);
            String body = UndeclaredText.decodeLines(answer.body());
            if (answer.status() != 200) {
                throw refused(what, answer.status(), body);
            }
            JsonNode rows = JsonFields.MAPPER
                    .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(body);
            if (!rows.isArray()) {
                throw new ProtocolException("the answer is no list of rows");
            }
            return rows;
        });
    }

    /** Sends text that is no query, over a connection of its own, and waits until it has been read. */
    void tell(String text) throws SourceException, InterruptedException {
        disconnect();
        String what = config.livestatus() + ": COMMAND";
        String complaint = call(what, Duration.ZERO, on -> on.tell(text));
        disconnect();
        if (!complaint.isBlank()) {
            throw SourceException.badAnswer(what + ": " + UndeclaredText.oneLine(complaint), null);
        }
    }

    /** Makes a call. After one that fails or takes too long there is no connection. */
    private <T> T call(String what, Duration pause, Call<T> call) throws SourceException, InterruptedException {
        long limit = config.access().timeout().plus(pause).toMillis();
        ScheduledFuture<?> alarm = watchdog.schedule(this::closeChannel, limit, TimeUnit.MILLISECONDS);
        boolean done = false;
        try {
            LivestatusConnection used = connection;
            if (used == null) {
                SocketChannel opened = LivestatusConnection.channel(config);
                channel = opened;
                if (closed) {
                    throw new IOException("closed");
                }
                used = new LivestatusConnection(opened, config);
                connection = used;
            }
            T result = call.on(used);
            done = true;
            return result;
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
            if (alarm.getDelay(TimeUnit.MILLISECONDS) <= 0) {
                reason = "no answer within " + limit + " ms";
            }
            throw SourceException.unreachable(what + ": " + reason + ": " + advice(reason), e);
        } finally {
            if (!alarm.cancel(false) || !done) {
                disconnect();
            }
        }
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
