package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.CheckedToken;
import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.TokenObserver;
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
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its answer.
 *
 * <p>The exchange runs on a thread of OkHttp's dispatcher while the caller waits: an interrupt does not end a blocked
 * read of a socket, so the waiting thread takes the interrupt and cancels the call. The same wait also ends what the
 * call's own timeout cannot, a hanging name lookup.
 *
 * <p>Writes go out at most once, see {@link ArgusRequest.OneShotJson}.
 */
final class ArgusTransport {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final Duration LOOKUP_GRACE = Duration.ofSeconds(1);

    private final OkHttpClient client;
    private final Secret token;
    private final ArgusFailures failures;
    private final ServerClock serverClock;
    private final JsonFactory json = new JsonFactory();
    private final Duration timeout;
    private final RequestObserver observer;
    private final TokenObserver tokens;
    private final CheckedToken checked;

    ArgusTransport(
            OkHttpClient shared,
            Secret token,
            ArgusFailures failures,
            ServerClock serverClock,
            RequestObserver observer,
            TokenObserver tokens,
            CheckedToken checked) {
        this.client = shared.newBuilder()
                .eventListenerFactory(SendWatch::of)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.token = token;
        this.failures = failures;
        this.observer = observer;
        this.tokens = tokens;
        this.checked = checked;
        this.serverClock = serverClock;
        this.timeout = Duration.ofMillis(client.callTimeoutMillis());
    }

    /** Returns the same with one token for good, whose owner need not be known. */
    ArgusTransport withToken(String fixed) {
        return new ArgusTransport(
                client, Secret.of(fixed), failures, serverClock, observer, tokens, CheckedToken.notRequired());
    }

    /** Returns the token as it is at the moment. */
    String token(ArgusRequest request) throws ArgusException {
        return reveal(request);
    }

    /** Reads the body of a success. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Sends a request; once more if the token is refused and was replaced just now: a 401 has done nothing. */
    <T> T send(ArgusRequest request, Reader<T> reader) throws ArgusException, InterruptedException {
        long begin = System.nanoTime();
        try {
            T value = exchange(request, reader);
            observer.requestEnded(null, Duration.ofNanos(System.nanoTime() - begin));
            return value;
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.UNCHECKED_TOKEN) {
                observer.requestEnded(e.kind(), Duration.ofNanos(System.nanoTime() - begin));
            }
            throw e;
        }
    }

    private <T> T exchange(ArgusRequest request, Reader<T> reader) throws ArgusException, InterruptedException {
        String secret = request.secured() ? reveal(request) : "";
        requireCheck(request, secret);
        try {
            return send(request, secret, reader);
        } catch (ArgusException e) {
            String now = e.kind() == ArgusException.Kind.BAD_TOKEN && request.secured() ? reveal(request) : secret;
            if (now.equals(secret)) {
                throw e;
            }
            requireCheck(request, now);
            return send(request, now, reader);
        }
    }

    private void requireCheck(ArgusRequest request, String secret) throws ArgusException {
        if (request.secured() && !checked.admits(secret)) {
            throw failures.uncheckedToken(request);
        }
    }

    private <T> T send(ArgusRequest request, String secret, Reader<T> reader)
            throws ArgusException, InterruptedException {
        SendWatch watch = new SendWatch();
        Call call = client.newCall(build(request, secret, watch));
        Answer<T> answer = new Answer<>(reader, json, serverClock);
        call.enqueue(answer);
        try {
            Outcome<T> outcome = await(call, answer.outcome);
            Refusal refusal = outcome.refusal;
            tell(request, secret, refusal);
            if (refusal != null) {
                throw failures.refused(request, refusal, secret);
            }
            return outcome.value;
        } catch (IOException e) {
            // A body that just ends is a lost connection wherever the server does not tell its length.
            boolean unreadable = e instanceof JsonProcessingException || e instanceof UnexpectedJsonException;
            throw unreadable && !(e instanceof JsonEOFException)
                    ? failures.unreadable(request, e)
                    : failures.noAnswer(request, watch.sent(), e, timeout);
        }
    }

    /** Refusals other than a 401 say nothing of the token: they may come from a proxy. */
    private void tell(ArgusRequest request, String secret, @Nullable Refusal refusal) {
        if (!request.secured()) {
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
            throw failures.unfitToken(request, "the token cannot be read: " + e.getMessage(), e);
        }
        if (!TOKEN.matcher(value).matches()) {
            String why = value.isEmpty() ? "the token is empty" : "the token holds blanks or unusual characters";
            throw failures.unfitToken(request, why, null);
        }
        return value;
    }

    private static Request build(ArgusRequest request, String secret, SendWatch watch) {
        Request.Builder builder = new Request.Builder()
                .url(request.url())
                .method(request.method(), request.body())
                .header("Accept", "application/json")
                .header("User-Agent", "argus-glue")
                .tag(SendWatch.class, watch);
        if (request.secured()) {
            builder.header("Authorization", "Token " + secret);
        }
        return builder.build();
    }

    private <T> Outcome<T> await(Call call, CompletableFuture<Outcome<T>> outcome)
            throws IOException, InterruptedException {
        try {
            return timeout.isZero()
                    ? outcome.get()
                    : outcome.get(timeout.plus(LOOKUP_GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (TimeoutException e) {
            call.cancel();
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

    /** Either a value or a refusal. */
    private static final class Outcome<T> {
        private final T value;
        private final @Nullable Refusal refusal;

        Outcome(T value, @Nullable Refusal refusal) {
            this.value = value;
            this.refusal = refusal;
        }
    }

    private static final class Answer<T> implements Callback {
        private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
        private final Reader<T> reader;
        private final JsonFactory json;
        private final ServerClock serverClock;

        Answer(Reader<T> reader, JsonFactory json, ServerClock serverClock) {
            this.reader = reader;
            this.json = json;
            this.serverClock = serverClock;
        }

        @Override
        public void onFailure(Call call, IOException e) {
            outcome.completeExceptionally(e);
        }

        @Override
        @SuppressWarnings("NullAway") // the value is read only when there is no refusal
        public void onResponse(Call call, Response response) {
            try (response) {
                serverClock.observe(response);
                outcome.complete(
                        response.isSuccessful()
                                ? new Outcome<>(value(response), null)
                                : new Outcome<>(null, refusal(response)));
            } catch (IOException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        }

        private T value(Response response) throws IOException {
            if (response.code() == NO_CONTENT) {
                return reader.read(json.createParser(new byte[0]));
            }
            String type = response.header("Content-Type", "");
            if (!Refusal.isJson(String.valueOf(type))) {
                Refusal odd = refusal(response);
                throw new UnexpectedJsonException(
                        response.code() + " with '" + type + "' instead of JSON: " + odd.excerpt(""));
            }
            try (JsonParser parser = json.createParser(response.body().byteStream())) {
                parser.nextToken();
                return reader.read(parser);
            }
        }

        private static Refusal refusal(Response response) throws IOException {
            String body = response.peekBody(Refusal.READ_LIMIT).string();
            String type = String.valueOf(response.header("Content-Type", ""));
            return new Refusal(
                    response.code(), type, body, response.header("Retry-After"), response.header("Location"));
        }
    }
}
