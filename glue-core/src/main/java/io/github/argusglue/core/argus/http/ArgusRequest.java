package io.github.argusglue.core.argus.http;

import okhttp3.HttpUrl;
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
}
