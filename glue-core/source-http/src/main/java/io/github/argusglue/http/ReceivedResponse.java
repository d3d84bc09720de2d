package io.github.argusglue.http;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Response;

/** A response of OkHttp as adapters see it, and the failure that it is if its status is not accepted. */
final class ReceivedResponse implements HttpResponse {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
    private static final int EXCERPT = 300;

    private final HttpRequest request;
    private final Response response;
    private final InstantSource clock;
    private final LimitedBody body;

    ReceivedResponse(HttpRequest request, Response response, long maxAnswerBytes, InstantSource clock) {
        this.request = request;
        this.response = response;
        this.clock = clock;
        long limit = request.streamPause().isPresent() ? Long.MAX_VALUE : Math.min(request.maxBytes(), maxAnswerBytes);
        String key = maxAnswerBytes < request.maxBytes() ? " ('max_answer_bytes')" : "";
        this.body = new LimitedBody(response.body().byteStream(), limit, key);
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    @Override
    public Instant time() {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header("Date").orElse(""), Instant::from);
        } catch (DateTimeException e) {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    @Override
    public LimitedBody body() {
        return body;
    }

    @Override
    public String text() throws IOException {
        MediaType type = response.body().contentType();
        Charset charset = type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8);
        return new String(body.readAllBytes(), charset);
    }

    boolean isAccepted() {
        return response.isSuccessful() || request.accepted().contains(status());
    }

    /** Returns whether the body is a page for people, which is what a wrong address often leads to. */
    boolean isPage() {
        return header("Content-Type").orElse("").startsWith("text/html");
    }

    /** Returns how long the server asks not to be called; empty if it does not. */
    Optional<Duration> pause() {
        Duration asked = RetryAfter.parse(response.header("Retry-After"), clock.instant());
        if (status() == 429) {
            return Optional.of(asked == null ? DEFAULT_RETRY_AFTER : asked);
        }
        if (request.kind(status())
                .filter(SourceException.Kind.RATE_LIMITED::equals)
                .isPresent()) {
            return Optional.of(asked == null ? DEFAULT_RETRY_AFTER : asked);
        }
        return status() == 503 ? Optional.ofNullable(asked) : Optional.empty();
    }

    @Override
    public SourceException failure() {
        int code = status();
        String message = request + ": " + code + excerpt();
        Optional<Duration> pause = pause();
        SourceException.Kind chosen = request.kind(code).orElse(null);
        if (chosen != null) {
            return ofKind(chosen, message + advice(""), pause.orElse(DEFAULT_RETRY_AFTER));
        }
        if (code == 401 || code == 403) {
            return SourceException.unauthorized(
                    message + advice("check 'username' and 'password', 'token', 'client_certificate' or 'headers'"));
        } else if (pause.isPresent()) {
            return SourceException.rateLimited(message + advice(""), pause.get());
        } else if (code >= 500 || code == 408) {
            return SourceException.unreachable(message + advice(""), null);
        } else if (response.isRedirect()) {
            return SourceException.badAnswer(
                    request + ": " + code + " to " + redirectTarget() + advice("configure the final URL"), null);
        } else if (code == 400 || code == 409 || code == 422) {
            return SourceException.badAnswer(message + advice(""), null);
        }
        return SourceException.badAnswer(message + advice("check the URL and its path prefix"), null);
    }

    private static SourceException ofKind(SourceException.Kind kind, String message, Duration pause) {
        return switch (kind) {
            case UNREACHABLE -> SourceException.unreachable(message, null);
            case UNAUTHORIZED -> SourceException.unauthorized(message);
            case RATE_LIMITED -> SourceException.rateLimited(message, pause);
            case BAD_ANSWER -> SourceException.badAnswer(message, null);
        };
    }

    private String advice(String byDefault) {
        String advice = request.hint(status()).orElse(byDefault);
        return advice.isEmpty() ? "" : ": " + advice;
    }

    /** Returns the begin of the body in one line; a page for people says nothing. */
    private String excerpt() {
        try {
            String text = response.peekBody(EXCERPT).string().strip().replaceAll("\\s+", " ");
            return text.isEmpty() || text.startsWith("<") ? "" : " (" + text + ")";
        } catch (IOException e) {
            return "";
        }
    }

    /** Without the query, which may contain a session. */
    private String redirectTarget() {
        String location = response.header("Location");
        HttpUrl target = location == null ? null : response.request().url().resolve(location);
        return target == null
                ? "nowhere"
                : "'" + target.newBuilder().query(null).fragment(null).build() + "'";
    }
}
