package io.github.argusglue.plugin.etcd;

import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of the engine. Its requests share one deadline. A request that fails is sent again, to the next member,
 * until the deadline: so every request has to be one that may be carried out twice.
 */
final class Call {
    /** Before all members are tried again: a new leader is elected within a second or two. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String what;
    private final EtcdConfig config;
    private final Members members;
    private final Login login;
    private final long deadline;
    private int failures;
    private boolean signedInAgain;
    private @Nullable StatusRuntimeException reason;

    Call(String what, EtcdConfig config, Members members, Login login, Duration timeout) {
        this.what = what;
        this.config = config;
        this.members = members;
        this.login = login;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Sends a request and waits for the answer. */
    <Q, R> R send(MethodDescriptor<Q, R> method, Q request) throws ClusterException, InterruptedException {
        while (true) {
            Connection connection = connection();
            String token = login.known();
            try {
                token = login.token(connection, share());
                return connection.send(method, request, token, share());
            } catch (StatusRuntimeException e) {
                checkInterrupt();
                if (!signedInAgain && Failures.isTokenInvalid(e.getStatus())) {
                    signedInAgain = true;
                    login.forget(token);
                } else {
                    goOn(connection, e);
                }
            }
        }
    }

    private Connection connection() throws ClusterException {
        try {
            return members.connection();
        } catch (IOException e) {
            // Nothing that passes while we wait: a file that cannot be read.
            throw new ClusterException(Kind.UNAUTHORIZED, "etcd: " + what + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns how long the present member may take: half of what is left, so that others can be asked before the
     * deadline, and all of it for the last one. Not equal shares, because the first request of a process takes longest.
     */
    private Duration share() {
        boolean isLast = failures % members.count() == members.count() - 1;
        return isLast ? left() : left().dividedBy(2);
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void goOn(Connection connection, StatusRuntimeException e) throws ClusterException, InterruptedException {
        Status status = e.getStatus();
        if (reason == null || status.getCode() != Status.Code.DEADLINE_EXCEEDED) {
            // That the time is over says less than why the attempts before have failed.
            reason = e;
        }
        if (!Failures.mayPass(status) || members.isClosed()) {
            throw failure(e);
        }
        members.leave(connection, Failures.isOfConnection(status));
        failures++;
        if (failures % members.count() == 0) {
            if (left().compareTo(PAUSE) <= 0) {
                throw failure(reason);
            }
            members.pause(PAUSE);
        }
    }

    private ClusterException failure(StatusRuntimeException e) {
        return Failures.exception(what, config, e.getStatus(), e);
    }

    /** Returns a failure of this call that has another reason. */
    ClusterException failure(Kind kind, String why) {
        return new ClusterException(kind, "etcd: " + what + ": " + why);
    }

    /** Fails if the time is over. */
    void checkTime(String otherwise) throws ClusterException {
        if (left().isZero()) {
            throw failure(Kind.UNREACHABLE, config.addresses() + ": " + otherwise);
        }
    }

    /** Waits a moment before something is tried again. */
    void pause() throws InterruptedException {
        members.pause(PAUSE);
    }
}
