package io.github.argusglue.core.http.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.spi.config.Secret;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Finds a source's token wherever senders can put it. */
final class HookToken {
    /** In lower case. */
    static final String OWN_HEADER = "x-hook-token";

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private HookToken() {}

    /**
     * Returns whether the token was sent; in constant time, so that the duration does not reveal how much of it is
     * right.
     */
    static boolean isIn(HttpFields headers, Secret token) {
        byte[] right = token.reveal().strip().getBytes(UTF_8);
        boolean found = false;
        for (String sent : sent(headers)) {
            found |= MessageDigest.isEqual(right, sent.getBytes(UTF_8));
        }
        return found && right.length > 0;
    }

    private static List<String> sent(HttpFields headers) {
        List<String> sent = new ArrayList<>();
        String own = headers.get(OWN_HEADER);
        if (own != null) {
            sent.add(own.strip());
        }
        String authorization = headers.get(HttpHeader.AUTHORIZATION);
        if (authorization == null) {
            return sent;
        }
        String scheme = authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            sent.add(authorization.substring(BEARER.length()).strip());
        } else if (scheme.startsWith(BASIC)) {
            sent.add(password(authorization.substring(BASIC.length()).strip()));
        }
        return sent;
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
