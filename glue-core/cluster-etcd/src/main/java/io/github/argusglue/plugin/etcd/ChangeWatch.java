package io.github.argusglue.plugin.etcd;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports when members or owners change in etcd. It has a connection of its own. If that fails, it connects again after
 * a second, and reports a change, because one may have been missed.
 */
final class ChangeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final int PAUSE_SECONDS = 1;

    private final Keys keys;
    private final Members members;
    private final Login login;
    private final Runnable changed;
    private boolean started;
    private boolean closed;
    private @Nullable Stream stream;
    private @Nullable Future<?> restart;

    ChangeWatch(Keys keys, Members members, Login login, Runnable changed) {
        this.keys = keys;
        this.members = members;
        this.login = login;
        this.changed = changed;
    }

    /** Begins to watch, if it has not begun. To be called when a request has succeeded: then there is a token. */
    synchronized void start() {
        if (!started) {
            started = true;
            open();
        }
    }

    private synchronized void open() {
        if (closed) {
            return;
        }
        if (login.isNeeded() && login.known() == null) {
            // The next call of the engine signs in.
            openLater();
            return;
        }
        try {
            Connection connection = members.connect();
            Stream made = new Stream(connection, login.known());
            stream = made;
            made.begin();
        } catch (IOException e) {
            LOG.debug("etcd: changes cannot be watched: {}", e.getMessage());
            openLater();
        }
    }

    private synchronized void openLater() {
        try {
            restart = members.threads().schedule(this::open, PAUSE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // The engine has been closed.
            closed = true;
        }
    }

    private synchronized void end(Stream ended) {
        if (stream == ended) {
            stream = null;
            ended.connection.close();
            if (!closed) {
                openLater();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (stream != null) {
            stream.connection.close();
            stream = null;
        }
        if (restart != null) {
            restart.cancel(false);
        }
    }

    /** One connection's stream of changes. */
    private final class Stream implements StreamObserver<WatchResponse> {
        private final Connection connection;
        private final @Nullable String token;

        private Stream(Connection connection, @Nullable String token) {
            this.connection = connection;
            this.token = token;
        }

        private void begin() {
            WatchCreateRequest all = WatchCreateRequest.newBuilder()
                    .setKey(keys.first())
                    .setRangeEnd(keys.end())
                    .build();
            WatchGrpc.newStub(connection.channel(token))
                    .watch(this)
                    .onNext(WatchRequest.newBuilder().setCreateRequest(all).build());
        }

        @Override
        public void onNext(WatchResponse response) {
            if (response.getCanceled()) {
                fail(response.getCancelReason());
            } else if (response.getCreated() || response.getEventsCount() > 0) {
                changed.run();
            }
        }

        @Override
        public void onError(Throwable failure) {
            fail(String.valueOf(failure.getMessage()));
        }

        private void fail(String why) {
            LOG.debug("etcd: {}: the watch of changes has ended: {}", connection.endpoint(), why);
            if (why.contains("invalid auth token") || why.contains("permission denied")) {
                login.forget(token);
            }
            end(this);
        }

        @Override
        public void onCompleted() {
            end(this);
        }
    }
}
