package io.github.argusglue.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says in words why a TLS connection could not be made, and what to do. */
public final class TlsFailure {
    /** OkHttp describes the certificate in several lines. */
    private static final Pattern NAMES = Pattern.compile("(?s)Hostname (\\S+) not verified.*subjectAltNames: \\[(.*)]");

    private static final Pattern OWN_REFUSED = Pattern.compile(
            "(?s).*fatal alert: (bad_certificate|certificate_required|unknown_ca|certificate_unknown|certificate_expired"
                    + "|certificate_revoked|unsupported_certificate).*");

    private TlsFailure() {}

    /**
     * Returns one line: what is wrong, and what to do.
     *
     * @param keys which of {@code ca_file}, {@code server_name} and {@code client_certificate} the configuration of
     *     this server has
     */
    public static String text(SSLException failure, Set<String> keys) {
        String message = String.valueOf(failure.getMessage());
        Throwable expired = cause(failure, CertificateExpiredException.class);
        Throwable early = cause(failure, CertificateNotYetValidException.class);
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "the server does not speak TLS on this port: use its port for https,"
                    + " or http:// instead of https:// in the address";
        } else if (message.contains("Remote host terminated the handshake")) {
            return "the server closed the connection during the TLS handshake: is this its port for https?";
        } else if (expired != null) {
            return "the server's certificate has expired (" + expired.getMessage() + "): renew it on the server";
        } else if (early != null) {
            return "the server's certificate is not valid yet (" + early.getMessage() + "): check the clocks";
        } else if (cause(failure, CertPathBuilderException.class) != null) {
            return "the server's certificate is not from a CA that this system trusts: if it is from a private CA,"
                    + " set 'ca_file' to a PEM file with the CA's certificate";
        } else if (failure instanceof SSLPeerUnverifiedException) {
            return otherName(message, keys.contains("server_name"));
        } else if (keys.contains("client_certificate")
                && OWN_REFUSED.matcher(message).matches()) {
            return "the server requires a client certificate, or does not accept ours (" + message
                    + "): check 'client_certificate'";
        }
        return "TLS failed: " + message.lines().findFirst().orElse("") + ": check the address and "
                + keys.stream().sorted().map(key -> "'" + key + "'").collect(Collectors.joining(", "));
    }

    /**
     * Returns what to add to the message about a connection over TLS that was cut; empty if that has no special cause.
     * With TLS 1.3, a client learns only after the handshake that its certificate is refused, and the alert that says
     * so can be lost when the server closes the connection at once.
     */
    public static String adviceOnCut(IOException failure) {
        return failure instanceof SocketException && !(failure instanceof ConnectException)
                ? " (a server that requires a client certificate may also end a connection like this: check"
                        + " 'client_certificate')"
                : "";
    }

    private static String otherName(String message, boolean canBeNamed) {
        Matcher parts = NAMES.matcher(message);
        String what = parts.find()
                ? "the server's certificate is not for '" + parts.group(1) + "' but for "
                        + (parts.group(2).isBlank() ? "no host at all" : parts.group(2))
                : "the server's certificate is for another host";
        return what + ": use a name of the certificate in the address" + (canBeNamed ? ", or set 'server_name'" : "");
    }

    private static @Nullable Throwable cause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return each;
            }
        }
        return null;
    }
}
