package io.github.argusglue.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says in words why a TLS connection could not be made, and what to do. */
public final class TlsFailure {
    /** OkHttp describes the certificate in several lines. */
    private static final Pattern NAMES = Pattern.compile("(?s)Hostname (\\S+) not verified.*subjectAltNames: \\[(.*)]");

    private static final Pattern OWN_REFUSED = Pattern.compile(
            "(?s).*fatal alert: (bad_certificate|certificate_required|unknown_ca|certificate_unknown).*");

    private TlsFailure() {}

    /**
     * Returns one line: what is wrong, and what to do.
     *
     * @param isSource whether the keys {@code server_name} and {@code client_certificate} exist beside {@code ca_file}
     */
    public static String text(SSLException failure, boolean isSource) {
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
            return otherName(message, isSource);
        } else if (isSource && OWN_REFUSED.matcher(message).matches()) {
            return "the server does not accept our certificate (" + message + "): check 'client_certificate'";
        }
        return "TLS failed: " + message.lines().findFirst().orElse("") + ": check "
                + (isSource ? "'ca_file', 'server_name' and 'client_certificate'" : "the address and 'ca_file'");
    }

    private static String otherName(String message, boolean isSource) {
        Matcher parts = NAMES.matcher(message);
        String what = parts.find()
                ? "the server's certificate is not for '" + parts.group(1) + "' but for "
                        + (parts.group(2).isBlank() ? "no host at all" : parts.group(2))
                : "the server's certificate is for another host";
        return what + ": use a name of the certificate in the address" + (isSource ? ", or set 'server_name'" : "");
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
