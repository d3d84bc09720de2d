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
 * Finds the addresses of a host, asked anew each time. One that was found once is good for ever: name servers that went
 * down together with the primary must not keep anybody from seeing that it is down.
 */
final class Resolver {
    private final Lookup lookup;
    private List<InetAddress> lastKnown = List.of();
    private @Nullable CompletableFuture<List<InetAddress>> underWay;

    Resolver() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    Resolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Asks the name service. */
    @FunctionalInterface
    interface Lookup {
        List<InetAddress> find(String host) throws UnknownHostException;
    }

    /** Returns the addresses; none if they are not known and cannot be found in that time. */
    List<InetAddress> find(String host, Duration atMost) throws InterruptedException {
        CompletableFuture<List<InetAddress>> asked = underWay == null ? ask(host) : underWay;
        try {
            lastKnown = asked.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            underWay = null;
        } catch (TimeoutException e) {
            // Nothing ends a look-up that hangs: the next question waits for the same one.
            underWay = asked;
        } catch (ExecutionException e) {
            underWay = null;
        }
        return lastKnown;
    }

    private CompletableFuture<List<InetAddress>> ask(String host) {
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
