package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link WebhookResponder} answers: a status and a short text or JSON body. */
@Unstable
public final class WebhookResponse {
    /** Maximum length of a body in characters. */
    public static final int MAX_BODY = 65_536;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final WebhookResponse TAKEN = new WebhookResponse(200, TEXT, "taken\n");

    private final int status;
    private final String contentType;
    private final String body;

    private WebhookResponse(int status, String contentType, String body) {
        boolean hasBody = status >= 200 && status <= 202;
        if (!hasBody && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("status " + status + " is not 200 to 202 or 400 to 599");
        }
        if (requireNonNull(body, "body is null").length() > MAX_BODY) {
            throw new IllegalArgumentException("the body has more than " + MAX_BODY + " characters");
        }
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    /** Returns the usual answer: status 200, and that the webhook was taken. */
    public static WebhookResponse taken() {
        return TAKEN;
    }

    /**
     * Returns an answer in plain text, sent exactly as it is: for a challenge that has to be echoed.
     *
     * @param status 200 to 202, or 400 to 599: 4xx tells the sender not to try again, 5xx to try again
     * @param body may be empty
     * @throws IllegalArgumentException if the status is not one of these, or the body is longer than {@link #MAX_BODY}
     */
    public static WebhookResponse text(int status, String body) {
        return new WebhookResponse(status, TEXT, body);
    }

    /**
     * Returns an answer in JSON.
     *
     * @param status as in {@link #text}
     * @param body valid JSON
     * @throws IllegalArgumentException as in {@link #text}
     */
    public static WebhookResponse json(int status, String body) {
        return new WebhookResponse(status, "application/json", body);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the content type. */
    public String contentType() {
        return contentType;
    }

    /** Returns the body; may be empty. */
    public String body() {
        return body;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof WebhookResponse other
                        && status == other.status
                        && contentType.equals(other.contentType)
                        && body.equals(other.body));
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, contentType, body);
    }

    /** Returns the status and the length of the body, which may contain a secret of the sender. */
    @Override
    public String toString() {
        return "WebhookResponse[" + status + ", " + body.length() + " characters]";
    }
}
