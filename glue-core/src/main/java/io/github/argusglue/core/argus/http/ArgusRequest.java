package io.github.argusglue.core.argus.http;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param body JSON; null for none
 * @param authenticated whether to send the token
 * @param aboutIncident whether the request is about one incident, so that 404 means that the incident does not exist
 */
record ArgusRequest(
        String method, HttpUrl url, @Nullable OneShotJson body, boolean authenticated, boolean aboutIncident) {

    static ArgusRequest get(HttpUrl url) {
        return new ArgusRequest("GET", url, null, true, false);
    }

    static ArgusRequest getWithoutToken(HttpUrl url) {
        return new ArgusRequest("GET", url, null, false, false);
    }

    static ArgusRequest write(String method, HttpUrl url, byte[] body) {
        return new ArgusRequest(method, url, new OneShotJson(body), true, false);
    }

    /** Returns a write without a token. */
    static ArgusRequest writeWithoutToken(String method, HttpUrl url, byte[] body) {
        return new ArgusRequest(method, url, new OneShotJson(body), false, false);
    }

    /** Returns a copy for which 404 means that the incident does not exist. */
    ArgusRequest onIncident() {
        return new ArgusRequest(method, url, body, authenticated, true);
    }

    boolean isWrite() {
        return body != null;
    }

    long size() {
        return body == null ? 0 : body.contentLength();
    }

    /** Returns method and address, for messages. */
    @Override
    public String toString() {
        return method + " " + ErrorResponse.shorten(url.toString(), 200);
    }

    /**
     * A JSON body that OkHttp must not send twice. OkHttp repeats other bodies if a pooled connection turns out to be
     * closed, or after a 408 or 503.
     */
    static final class OneShotJson extends RequestBody {
        private static final MediaType JSON = MediaType.get("application/json");

        private final byte[] bytes;

        OneShotJson(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
