package io.github.argusglue.core.argus.http;

import okhttp3.Call;
import okhttp3.EventListener;

/** Records whether any part of a request may have reached the server. */
final class SendWatch extends EventListener {
    private volatile boolean sent;

    static EventListener of(Call call) {
        SendWatch watch = call.request().tag(SendWatch.class);
        return watch == null ? EventListener.NONE : watch;
    }

    boolean sent() {
        return sent;
    }

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }
}
