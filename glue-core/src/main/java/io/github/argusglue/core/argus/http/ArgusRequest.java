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
 * @param secured whether the token goes with it
 * @param incident whether it is about one incident, so that a 404 means that incident
 */
record ArgusRequest(String method, HttpUrl url, @Nullable OneShotJson body, boolean secured, boolean incident) {

    static ArgusRequest get(HttpUrl url) {
        return new ArgusRequest("GET", url, null, true, false);
    }

    static ArgusRequest open(HttpUrl url) {
        return new ArgusRequest("GET", url, null, false, false);
    }

    static ArgusRequest write(String method, HttpUrl url, byte[] body) {
        return new ArgusRequest(method, url, new OneShotJson(body), true, false);
    }

    /** A write that goes without a token. */
    static ArgusRequest openWrite(String method, HttpUrl url, byte[] body) {
        return new ArgusRequest(method, url, new OneShotJson(body), false, false);
    }

    /** Returns the same request, of which a 404 means that the incident is not there. */
    ArgusRequest onIncident() {
        return new ArgusRequest(method, url, body, secured, true);
    }

    boolean isWrite() {
        return body != null;
    }

    long size() {
        return body == null ? 0 : body.contentLength();
    }

    /** Returns method and address for a message. */
    @Override
    public String toString() {
        return method + " " + Refusal.shorten(url.toString(), 200);
    }

    /**
     * A JSON body that OkHttp must not send twice: it repeats others by itself when a pooled connection turns out dead,
     * or after a 408 or 503.
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
