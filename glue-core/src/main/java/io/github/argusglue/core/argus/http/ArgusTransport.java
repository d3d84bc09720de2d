package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.http.ServerTime;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its answer.
 *
 * <p>The exchange runs on a thread of OkHttp's dispatcher while the caller waits. An interrupt does not end a blocked
 * read of a socket, so the waiting thread receives the interrupt and cancels the call. The wait also has a timeout, for
 * what the timeout of the call does not cover: a DNS lookup that hangs.
 *
 * <p>Writes are sent at most once, see {@link ArgusRequest.OneShotJson}.
 */
final class ArgusTransport {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final Duration LOOKUP_GRACE = Duration.ofSeconds(1);

    private final ArgusClient client;
    private final Secret token;
    private final ArgusFailures failures;
    private final ServerClock serverClock;
    private final JsonFactory json = new JsonFactory();
    private final Duration timeout;
    private final RequestObserver observer;
    private final TokenObserver tokens;
    private final CheckedToken checked;
    private final WritePermit permit;

    ArgusTransport(
            ArgusClient client,
            Secret token,
            ArgusFailures failures,
            ServerClock serverClock,
            RequestObserver observer,
            TokenObserver tokens,
            CheckedToken checked,
            WritePermit permit) {
        this.client = client;
        this.token = token;
        this.failures = failures;
        this.observer = observer;
        this.tokens = tokens;
        this.checked = checked;
        this.permit = permit;
        this.serverClock = serverClock;
        this.timeout = client.timeout();
    }

    /** Returns a copy that always uses the given token, whose owner need not be known. */
    ArgusTransport withToken(String fixed) {
        return new ArgusTransport(
                client, Secret.of(fixed), failures, serverClock, observer, tokens, CheckedToken.notRequired(), permit);
    }

    /** Returns the current token. */
    String token(ArgusRequest request) throws ArgusException {
        return reveal(request);
    }

    /** Reads the body of a successful response. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    /**
     * Sends a request. Repeats it if the token was refused and has been replaced since, because a 401 has no effect.
     */
    <T> T send(ArgusRequest request, Reader<T> reader) throws ArgusException, InterruptedException {
        long begin = System.nanoTime();
        try {
            T value = exchange(request, reader);
            observer.requestEnded(null, Duration.ofNanos(System.nanoTime() - begin));
            return value;
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.UNCHECKED_TOKEN && e.kind() != ArgusException.Kind.NOT_OWNER) {
                observer.requestEnded(e.kind(), Duration.ofNanos(System.nanoTime() - begin));
            }
            throw e;
        }
    }

    private <T> T exchange(ArgusRequest request, Reader<T> reader) throws ArgusException, InterruptedException {
        String secret = request.authenticated() ? reveal(request) : "";
        requireCheck(request, secret);
        try {
            return send(request, secret, reader);
        } catch (ArgusException e) {
            String now =
                    e.kind() == ArgusException.Kind.BAD_TOKEN && request.authenticated() ? reveal(request) : secret;
            if (now.equals(secret)) {
                throw e;
            }
            requireCheck(request, now);
            return send(request, now, reader);
        }
    }

    private void requireCheck(ArgusRequest request, String secret) throws ArgusException {
        if (request.authenticated() && !checked.allows(secret)) {
            throw failures.uncheckedToken(request);
        }
    }

    private <T> T send(ArgusRequest request, String secret, Reader<T> reader)
            throws ArgusException, InterruptedException {
        WritePermit permitted = request.isWrite() ? permit : WritePermit.ALWAYS;
        if (permitted.nanosLeft() <= 0) {
            throw failures.notOwner(request);
        }
        SendWatch watch = new SendWatch(permitted);
        Call call = client.newCall(build(request, secret, watch));
        ResponseCallback<T> answer = new ResponseCallback<>(reader, json, serverClock, observer);
        call.enqueue(answer);
        try {
            ValueOrError<T> outcome = await(call, answer.result, permitted);
            ErrorResponse refusal = outcome.error;
            notifyTokenObserver(request, secret, refusal);
            if (refusal != null) {
                throw failures.errorResponse(request, refusal, secret);
            }
            return outcome.value;
        } catch (SendWatch.NoPermitException e) {
            throw watch.sent() ? failures.givenUp(request, e) : failures.notOwner(request);
        } catch (IOException e) {
            // If the server does not send the length of the body, a lost connection shows as a body that ends too
            // early.
            boolean unreadable = e instanceof JsonProcessingException || e instanceof UnexpectedJsonException;
            throw unreadable && !(e instanceof JsonEOFException)
                    ? failures.unexpectedBody(request, e)
                    : failures.noAnswer(request, watch.sent(), e, timeout);
        }
    }

    /** Error responses other than 401 do not tell anything about the token: they may come from a proxy. */
    private void notifyTokenObserver(ArgusRequest request, String secret, @Nullable ErrorResponse refusal) {
        if (!request.authenticated()) {
            return;
        } else if (refusal == null) {
            tokens.accepted(secret);
        } else if (refusal.status() == UNAUTHORIZED) {
            tokens.refused(secret, refusal.excerpt(secret));
        }
    }

    private String reveal(ArgusRequest request) throws ArgusException {
        String value;
        try {
            value = token.reveal().strip();
        } catch (RuntimeException e) {
            throw failures.invalidToken(request, "the token cannot be read: " + e.getMessage(), e);
        }
        if (!TOKEN.matcher(value).matches()) {
            String why = value.isEmpty()
                    ? "the token is empty"
                    : "the token contains spaces or characters" + " that are not ASCII";
            throw failures.invalidToken(request, why, null);
        }
        return value;
    }

    private Request build(ArgusRequest request, String secret, SendWatch watch) {
        Request.Builder builder = new Request.Builder()
                .url(request.url())
                .method(request.method(), request.body())
                .header("Accept", "application/json")
                .header("User-Agent", client.userAgent())
                .tag(SendWatch.class, watch);
        if (request.authenticated()) {
            builder.header("Authorization", "Token " + secret);
        }
        return builder.build();
    }

    private <T> ValueOrError<T> await(Call call, CompletableFuture<ValueOrError<T>> outcome, WritePermit permitted)
            throws IOException, InterruptedException {
        try {
            return awaitPermitted(outcome, permitted);
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (TimeoutException e) {
            call.cancel();
            if (permitted.nanosLeft() <= 0) {
                throw new SendWatch.NoPermitException();
            }
            InterruptedIOException late = new InterruptedIOException("timeout");
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("reading an answer of Argus failed", e.getCause());
        }
    }

    /** A write does not outlast its permit, which may be extended while it is under way. */
    private <T> ValueOrError<T> awaitPermitted(CompletableFuture<ValueOrError<T>> outcome, WritePermit permitted)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime()
                + (timeout.isZero()
                        ? Long.MAX_VALUE / 2
                        : timeout.plus(LOOKUP_GRACE).toNanos());
        while (true) {
            long left = Math.min(end - System.nanoTime(), permitted.nanosLeft());
            try {
                return outcome.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (end - System.nanoTime() <= 0 || permitted.nanosLeft() <= 0) {
                    throw e;
                }
            }
        }
    }

    /** Either a value or an error response. */
    private static final class ValueOrError<T> {
        private final T value;
        private final @Nullable ErrorResponse error;

        ValueOrError(T value, @Nullable ErrorResponse refusal) {
            this.value = value;
            this.error = refusal;
        }
    }

    private static final class ResponseCallback<T> implements Callback {
        private final CompletableFuture<ValueOrError<T>> result = new CompletableFuture<>();
        private final Reader<T> reader;
        private final JsonFactory json;
        private final ServerClock serverClock;
        private final RequestObserver observer;

        ResponseCallback(Reader<T> reader, JsonFactory json, ServerClock serverClock, RequestObserver observer) {
            this.reader = reader;
            this.json = json;
            this.serverClock = serverClock;
            this.observer = observer;
        }

        @Override
        public void onFailure(Call call, IOException e) {
            result.completeExceptionally(e);
        }

        @Override
        @SuppressWarnings("NullAway") // the value is read only if there is no error
        public void onResponse(Call call, Response response) {
            try (response) {
                serverClock.observe(response);
                ServerTime.ahead(response).ifPresent(observer::clock);
                result.complete(
                        response.isSuccessful()
                                ? new ValueOrError<>(value(response), null)
                                : new ValueOrError<>(null, errorResponse(response)));
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        private T value(Response response) throws IOException {
            if (response.code() == NO_CONTENT) {
                return reader.read(json.createParser(new byte[0]));
            }
            String type = response.header("Content-Type", "");
            if (!ErrorResponse.isJson(String.valueOf(type))) {
                ErrorResponse odd = errorResponse(response);
                throw new UnexpectedJsonException(
                        response.code() + " with '" + type + "' instead of JSON: " + odd.excerpt(""));
            }
            try (JsonParser parser = json.createParser(response.body().byteStream())) {
                parser.nextToken();
                return reader.read(parser);
            }
        }

        private static ErrorResponse errorResponse(Response response) throws IOException {
            String body = response.peekBody(ErrorResponse.READ_LIMIT).string();
            String type = String.valueOf(response.header("Content-Type", ""));
            return new ErrorResponse(
                    response.code(), type, body, response.header("Retry-After"), response.header("Location"));
        }
    }
}
