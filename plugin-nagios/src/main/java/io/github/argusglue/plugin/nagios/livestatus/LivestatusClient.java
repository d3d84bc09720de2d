package io.github.argusglue.plugin.nagios.livestatus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.argusglue.plugin.nagios.livestatus.LivestatusConnection.Answer;
import io.github.argusglue.plugin.nagios.livestatus.LivestatusConnection.NotLivestatusException;
import io.github.argusglue.plugin.nagios.model.UndeclaredText;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Livestatus over a connection that is kept, each call within a time limit. For one thread at a time, except
 * {@link #close}.
 */
final class LivestatusClient implements AutoCloseable {
    private static final int MOST_BYTES = 256 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final LivestatusConfig config;
    private final LivestatusAddress address;
    private final ScheduledExecutorService watchdog;
    private volatile @Nullable LivestatusConnection connection;
    private volatile boolean closed;

    LivestatusClient(LivestatusConfig config, ScheduledExecutorService watchdog) {
        this.config = config;
        this.address = config.address();
        this.watchdog = watchdog;
    }

    /** A call that blocks until it is done or the connection is closed. */
    private interface Call<T> {
        T on(LivestatusConnection connection) throws IOException;
    }

    /** Sends a query, without headers of its own, and returns the rows of the answer. */
    JsonNode ask(String query) throws SourceException, InterruptedException {
        return ask(query, Duration.ZERO);
    }

    /** @param pause how long the server may wait before it begins to answer */
    JsonNode ask(String query, Duration pause) throws SourceException, InterruptedException {
        String text = query + "OutputFormat: json\nResponseHeader: fixed16\nKeepAlive: on\n\n";
        String what = address + ": " + query.lines().findFirst().orElse("");
        Duration limit = config.access().timeout().plus(pause);
        LivestatusConnection kept = connection;
        Answer answer;
        try {
            answer = call(kept, limit, on -> on.ask(text, MOST_BYTES));
        } catch (IOException e) {
            // A kept connection may have been closed meanwhile; a new one has not.
            if (kept == null || e instanceof NotLivestatusException || e instanceof TimeLimitException) {
                throw failed(what, e);
            }
            try {
                answer = call(null, limit, on -> on.ask(text, MOST_BYTES));
            } catch (IOException again) {
                throw failed(what, again);
            }
        }
        String body = UndeclaredText.decodeLines(answer.body());
        if (answer.status() != 200) {
            throw refused(what, answer.status(), body);
        }
        try {
            JsonNode rows = MAPPER.readTree(body);
            if (!rows.isArray()) {
                throw SourceException.badAnswer(what + ": the answer is no list of rows", null);
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw SourceException.badAnswer(
                    what + ": the answer is not JSON: " + UndeclaredText.oneLine(e.getOriginalMessage()), e);
        }
    }

    /** Sends text that is no query, over a connection of its own, and waits until it has been read. */
    void tell(String text) throws SourceException, InterruptedException {
        forget(connection);
        try {
            String complaint = call(null, config.access().timeout(), on -> on.tell(text));
            if (!complaint.isBlank()) {
                throw SourceException.badAnswer(address + ": COMMAND: " + UndeclaredText.oneLine(complaint), null);
            }
        } catch (IOException e) {
            throw failed(address + ": COMMAND", e);
        } finally {
            forget(connection);
        }
    }

    private void forget(@Nullable LivestatusConnection used) {
        connection = null;
        if (used != null) {
            used.close();
        }
    }

    /** Makes a call, on a new connection if there is none, which is closed if the call takes too long or fails. */
    private <T> T call(@Nullable LivestatusConnection kept, Duration limit, Call<T> call)
            throws IOException, InterruptedException {
        LivestatusConnection used = kept == null ? new LivestatusConnection(address) : kept;
        AtomicBoolean late = new AtomicBoolean();
        connection = used;
        ScheduledFuture<?> alarm = watchdog.schedule(
                () -> {
                    late.set(true);
                    used.close();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        boolean done = false;
        try {
            if (closed) {
                throw new IOException("closed");
            }
            if (kept == null) {
                used.connect(address, config.access());
            }
            T result = call.on(used);
            done = true;
            return result;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw late.get() ? new TimeLimitException("no answer within " + limit.toMillis() + " ms", e) : e;
        } finally {
            alarm.cancel(false);
            if (!done || late.get()) {
                forget(used);
            }
        }
    }

    private SourceException failed(String what, IOException e) {
        if (e instanceof NotLivestatusException) {
            return SourceException.badAnswer(what + ": " + e.getMessage(), e);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String advice = "check that the daemon runs and has loaded its Livestatus module";
        if (address.isUnix() && reason.contains("ermission")) {
            advice = "let argus-glue's user be a member of the socket's group";
        } else if (address.isUnix() && reason.contains("No such file")) {
            advice = "check 'livestatus', and that the daemon runs and has loaded the module";
        } else if (address.isTls()) {
            advice = "check 'livestatus', 'ca_file' and 'server_name'";
        }
        return SourceException.unreachable(what + ": " + UndeclaredText.oneLine(reason) + ": " + advice, e);
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

    /** Ends the call that is under way, and fails later ones. */
    @Override
    public void close() {
        closed = true;
        LivestatusConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** A call took too long. */
    private static final class TimeLimitException extends IOException {
        private static final long serialVersionUID = 1;

        TimeLimitException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
