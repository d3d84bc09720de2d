package io.github.argusglue.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An answer that is ready. Nothing of it may be kept or guessed at by whoever gets it. */
public final class HttpReply {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final int status;
    private final String type;
    private final String body;
    private final Map<String, String> headers;

    private HttpReply(int status, String type, String body, Map<String, String> headers) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.headers = headers;
    }

    /** Returns an answer of one kind of content. */
    public static HttpReply of(int status, String type, String body) {
        return new HttpReply(status, type, body, Map.of());
    }

    /** Returns an answer in words; a line end is added. */
    public static HttpReply text(int status, String text) {
        return of(status, TEXT, text + "\n");
    }

    /** Returns the same with one more header. */
    public HttpReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, type, body, more);
    }

    /** Returns the same, asking to come back not sooner than that. */
    public HttpReply retryAfter(Duration wait) {
        return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    /** Returns the same, and no more requests on this connection: what the client still sends is not waited for. */
    public HttpReply andClose() {
        return with("Connection", "close");
    }

    /** Returns the status. */
    public int status() {
        return status;
    }

    /** Returns the content. */
    public String body() {
        return body;
    }

    /** Sends it. */
    public void send(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put("Cache-Control", "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        byte[] bytes = body.getBytes(UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
