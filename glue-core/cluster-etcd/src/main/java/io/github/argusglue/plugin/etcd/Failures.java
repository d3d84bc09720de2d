package io.github.argusglue.plugin.etcd;

import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import io.grpc.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the answers mean with which etcd refuses a request, and the failures of connections. */
final class Failures {
    private Failures() {}

    /** Returns whether the token has expired, or the member that knew it has been restarted. */
    static boolean isTokenInvalid(Status status) {
        String text = text(status);
        return text.contains("invalid auth token") || text.contains("revision of auth store is old");
    }

    /** Returns whether another member, or the same one a moment later, may answer. */
    static boolean mayPass(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL, RESOURCE_EXHAUSTED ->
                !text(status).contains("database space exceeded");
            // An answer of a proxy, or one that nobody knows.
            case UNKNOWN, UNIMPLEMENTED -> !text(status).startsWith("etcdserver:");
            default -> false;
        };
    }

    /** Returns whether the connection is broken, and not only the answer bad. */
    static boolean isOfConnection(Status status) {
        return !text(status).startsWith("etcdserver:");
    }

    /** Returns the exception for the core. */
    static ClusterException exception(String what, EtcdConfig config, Status status, Throwable cause) {
        String begin = "etcd: " + what + ": " + config.addresses() + ": ";
        return switch (status.getCode()) {
            case NOT_FOUND ->
                new ClusterException(Kind.SESSION_ENDED, begin + "the session has ended: " + text(status), cause);
            case PERMISSION_DENIED ->
                new ClusterException(
                        Kind.UNAUTHORIZED,
                        begin + "the user"
                                + config.user().map(user -> " '" + user + "'").orElse("")
                                + " may not read and write keys that begin with '" + config.prefix()
                                + "': run: etcdctl role grant-permission ROLE --prefix=true readwrite "
                                + config.prefix(),
                        cause);
            case UNAUTHENTICATED -> unauthorized(begin, text(status), "check 'user' and 'password'", cause);
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> refused(begin, text(status), cause);
            default -> unreachable(begin, status, cause);
        };
    }

    private static ClusterException refused(String begin, String text, Throwable cause) {
        if (text.contains("authentication is not enabled")) {
            return unauthorized(begin, text, "remove 'user' and 'password', or run: etcdctl auth enable", cause);
        }
        if (text.contains("user name is empty")) {
            return unauthorized(begin, text, "etcd asks for a user: set 'user' and 'password'", cause);
        }
        if (text.contains("authentication failed")) {
            return unauthorized(begin, text, "check 'user' and 'password'", cause);
        }
        return new ClusterException(Kind.UNREACHABLE, begin + text, cause);
    }

    private static ClusterException unauthorized(String begin, String text, String toDo, Throwable cause) {
        return new ClusterException(Kind.UNAUTHORIZED, begin + text + ": " + toDo, cause);
    }

    private static ClusterException unreachable(String begin, Status status, Throwable cause) {
        SSLException tls = tls(status.getCause());
        if (tls != null) {
            return unauthorized(
                    begin,
                    "TLS: " + tls.getMessage(),
                    "check 'ca_file', 'client_certificate' and the names in the certificate of etcd",
                    cause);
        }
        String text = text(status);
        if (text.contains("database space exceeded")) {
            text += ": compact and defragment etcd, then run: etcdctl alarm disarm";
        } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            text = "no answer in time: check that etcd runs and that a majority of its members is there";
        } else if (isOfConnection(status)) {
            text += ": check that etcd runs there, and 'endpoints'";
        }
        return new ClusterException(Kind.UNREACHABLE, begin + text, cause);
    }

    private static @Nullable SSLException tls(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException found) {
                return found;
            }
        }
        return null;
    }

    /** Returns what went wrong, with the cause that a broken connection has. */
    private static String text(Status status) {
        String text = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        Throwable cause = status.getCause();
        return cause == null || cause.getMessage() == null ? text : text + ": " + cause.getMessage();
    }
}
