package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.WritePermit;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Records whether any part of a request may have reached the server, and sends none without a permit. */
final class SendWatch extends EventListener {
    private final WritePermit permit;
    private volatile boolean sent;

    /** @param permit asked immediately before the request is sent */
    SendWatch(WritePermit permit) {
        this.permit = permit;
    }

    /** The last step before a request is sent. */
    static Response sendIfPermitted(Interceptor.Chain chain) throws IOException {
        SendWatch watch = chain.request().tag(SendWatch.class);
        if (watch != null && watch.permit.nanosLeft() <= 0) {
            throw new NoPermitException();
        }
        return chain.proceed(chain.request());
    }

    /** The request was not sent. */
    static final class NoPermitException extends IOException {
        private static final long serialVersionUID = 1;

        NoPermitException() {
            super("no permit to write");
        }
    }

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
