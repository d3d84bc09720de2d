package io.github.argusglue.core.failover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a host name, again each time. The last result stays usable: if the name servers fail together with the
 * primary, the failure must still be detected.
 */
final class Resolver {
    private final Lookup lookup;
    private List<InetAddress> lastKnown = List.of();
    private @Nullable CompletableFuture<List<InetAddress>> pending;

    Resolver() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    Resolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Queries the name service. */
    @FunctionalInterface
    interface Lookup {
        List<InetAddress> find(String host) throws UnknownHostException;
    }

    /** Returns the addresses; empty if none are known and the lookup fails or takes too long. */
    List<InetAddress> find(String host, Duration atMost) throws InterruptedException {
        CompletableFuture<List<InetAddress>> asked = pending == null ? startLookup(host) : pending;
        try {
            lastKnown = asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            pending = null;
        } catch (TimeoutException e) {
            // A hanging lookup cannot be cancelled, so the next call waits for the same one.
            pending = asked;
        } catch (ExecutionException e) {
            pending = null;
        }
        return lastKnown;
    }

    private CompletableFuture<List<InetAddress>> startLookup(String host) {
        CompletableFuture<List<InetAddress>> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(lookup.find(host));
                    } catch (UnknownHostException | RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "failover-resolve");
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
