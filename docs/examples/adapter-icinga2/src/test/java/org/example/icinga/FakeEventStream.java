package org.example.icinga;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The event stream of the simulated Icinga. Unlike Icinga, it answers before the first event, and sends blank lines,
 * because that shows whether the client is still there.
 */
final class FakeEventStream {
    private final Set<HttpExchange> connected = new HashSet<>();
    private final List<String> events = new ArrayList<>();
    private int breaks;
    private boolean refuses;

    synchronized void send(String event) {
        events.add(event);
        notifyAll();
    }

    synchronized void refuse(boolean refused) {
        refuses = refused;
    }

    synchronized boolean refuses() {
        return refuses;
    }

    synchronized int connections() {
        return connected.size();
    }

    /** Ends all connections and waits until they are ended. */
    synchronized void breakAll() {
        breaks++;
        notifyAll();
        Set<HttpExchange> before = Set.copyOf(connected);
        try {
            while (connected.stream().anyMatch(before::contains)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void answer(HttpExchange exchange) throws IOException {
        int seen;
        int before;
        synchronized (this) {
            connected.add(exchange);
            seen = events.size();
            before = breaks;
        }
        try {
            exchange.sendResponseHeaders(200, 0);
            String next = "";
            while (next != null) {
                exchange.getResponseBody().write((next + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                next = next(seen, before);
                seen += next == null || next.isEmpty() ? 0 : 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                connected.remove(exchange);
                notifyAll();
            }
            exchange.close();
        }
    }

    /** Returns the next event, a blank line if there is none for a moment, or null at the end of the connection. */
    private synchronized String next(int seen, int before) throws InterruptedException {
        if (events.size() == seen && breaks == before) {
            wait(5);
        }
        return breaks != before ? null : events.size() > seen ? events.get(seen) : "";
    }
}
