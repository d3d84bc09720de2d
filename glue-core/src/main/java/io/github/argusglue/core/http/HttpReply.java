package io.github.argusglue.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.text.SafeText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A complete HTTP response. Must not be cached, sniffed or framed by the client. */
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

    /** Returns a response with the given content type. */
    public static HttpReply of(int status, String type, String body) {
        return new HttpReply(status, type, body, Map.of());
    }

    /** Returns a plain text response, safe for terminals; a newline is added. */
    public static HttpReply text(int status, String text) {
        return of(status, TEXT, SafeText.lines(text) + "\n");
    }

    /** Returns a copy with an additional header. */
    public HttpReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, type, body, more);
    }

    /** Returns a copy that asks the client not to retry before the given time. */
    public HttpReply retryAfter(Duration wait) {
        return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    /** Returns a copy that closes the connection, without waiting for what the client still sends. */
    public HttpReply andClose() {
        return with("Connection", "close");
    }

    /** Returns the HTTP status code. */
    public int status() {
        return status;
    }

    /** Returns the content. */
    public String body() {
        return body;
    }

    /** Sends the response. */
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
