package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.HostPort;
import io.github.argusglue.core.failover.ProbeResult.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Probes all addresses of a host at the same time: one successful answer is enough, and only if all fail is the primary
 * down.
 */
final class AddressProbe implements Probe {
    private static final int MAX_ADDRESSES = 8;

    private final String protocol;
    private final HostPort where;
    private final Duration timeout;
    private final AddressCheck check;
    private final Resolver resolver;

    AddressProbe(String protocol, HostPort where, Duration timeout, AddressCheck check, Resolver resolver) {
        this.protocol = protocol;
        this.where = where;
        this.timeout = timeout;
        this.check = check;
        this.resolver = resolver;
    }

    /** Probes one address. */
    @FunctionalInterface
    interface AddressCheck {
        /**
         * Probes the address.
         *
         * @throws IOException if that fails; the type and message of the exception determine the result
         */
        ProbeResult run(InetSocketAddress address, Duration timeout) throws IOException, InterruptedException;
    }

    @Override
    public String target() {
        return protocol + " " + where;
    }

    @Override
    public ProbeResult probe() throws InterruptedException {
        List<InetAddress> addresses = resolver.find(where.host(), timeout);
        if (addresses.isEmpty()) {
            return ProbeResult.unknown("cannot be checked: '" + where.host() + "' does not resolve to an address");
        }
        List<CompletableFuture<ProbeResult>> asked = new ArrayList<>();
        for (InetAddress address : addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()))) {
            asked.add(startProbe(new InetSocketAddress(address, where.port())));
        }
        return combine(asked);
    }

    private CompletableFuture<ProbeResult> startProbe(InetSocketAddress address) {
        CompletableFuture<ProbeResult> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> future.complete(probeOne(address)), "failover-" + protocol);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private ProbeResult probeOne(InetSocketAddress address) {
        try {
            return check.run(address, timeout);
        } catch (IOException e) {
            return explain(e, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProbeResult.unknown("was not checked: argus-glue is stopping");
        } catch (RuntimeException e) {
            return ProbeResult.unknown("cannot be checked: internal error in argus-glue: " + e);
        }
    }

    private ProbeResult combine(List<CompletableFuture<ProbeResult>> asked) throws InterruptedException {
        long end = System.nanoTime() + timeout.plusSeconds(1).toNanos();
        ProbeResult last = ProbeResult.down(noAnswer(timeout));
        for (CompletableFuture<ProbeResult> one : asked) {
            ProbeResult answer = await(one, end);
            if (answer.kind() == Kind.UP) {
                return answer;
            } else if (answer.kind() == Kind.UNKNOWN || last.kind() != Kind.UNKNOWN) {
                last = answer;
            }
        }
        return last;
    }

    private ProbeResult await(CompletableFuture<ProbeResult> one, long end) throws InterruptedException {
        try {
            return one.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return ProbeResult.down(noAnswer(timeout));
        } catch (ExecutionException e) {
            return ProbeResult.unknown("cannot be checked: internal error in argus-glue: " + e.getCause());
        }
    }

    static String noAnswer(Duration timeout) {
        return "does not answer within " + timeout.toMillis() + " ms";
    }

    /** HTTP clients wrap the original exception. */
    private static String messages(Throwable failure) {
        Throwable cause = failure.getCause();
        String message = String.valueOf(failure.getMessage());
        return cause == null ? message : message + ": " + messages(cause);
    }

    /** Problems with our own network say nothing about the primary. */
    static ProbeResult explain(IOException failure, Duration timeout) {
        String message = messages(failure);
        if (failure instanceof SocketTimeoutException) {
            return ProbeResult.down(noAnswer(timeout));
        } else if (failure instanceof PortUnreachableException || message.contains("refused")) {
            return ProbeResult.down("is down: its host refuses the connection");
        } else if (failure instanceof NoRouteToHostException || message.contains("No route to host")) {
            return ProbeResult.down("is down: its host is unreachable (" + message + ")");
        } else if (message.contains("reset")) {
            return ProbeResult.down("drops the connection (" + message + ")");
        }
        return ProbeResult.unknown("cannot be checked: " + message);
    }
}
