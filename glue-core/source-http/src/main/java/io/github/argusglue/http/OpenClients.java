package io.github.argusglue.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The HTTP clients of one adapter. All of them end when it does, and so do those that it still makes. Thread-safe. */
public final class OpenClients implements AutoCloseable {
    private final List<SourceHttp> clients = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Adds a client, and returns it; closed if the adapter has ended. */
    public SourceHttp add(SourceHttp client) {
        clients.add(client);
        if (closed) {
            client.close();
        }
        return client;
    }

    /** Cancels the calls of all clients, and fails later ones. */
    @Override
    public void close() {
        closed = true;
        clients.forEach(SourceHttp::close);
    }
}
