package io.github.argusglue.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.config.Secret;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that most senders of webhooks use: HMAC-SHA256 of what is sent, under a secret that both sides know.
 * Compared in constant time, so that nobody finds it out byte by byte.
 *
 * <pre>{@code
 * context.onWebhook(
 *         request -> HmacSha256.of(secret, request.body())
 *                 .isHex(request.header("X-Mist-Signature-v2").orElse("")),
 *         this::take);
 * }</pre>
 */
@Unstable
public final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] signature;

    private HmacSha256(byte[] signature) {
        this.signature = signature;
    }

    /**
     * Returns the signature of a message.
     *
     * @param key revealed here, as UTF-8
     * @param parts of the message, in the order in which the sender signs them
     */
    public static HmacSha256 of(Secret key, byte[]... parts) {
        requireNonNull(parts, "parts is null");
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal().getBytes(UTF_8), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return new HmacSha256(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Returns whether this is what was sent along in hexadecimal, in either case. Not hexadecimal is no match. */
    public boolean isHex(String sent) {
        try {
            return isSame(HexFormat.of().parseHex(sent.strip().toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether this is what was sent along in Base64. Not Base64 is no match. */
    public boolean isBase64(String sent) {
        try {
            return isSame(Base64.getDecoder().decode(sent.strip()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isSame(byte[] sent) {
        return MessageDigest.isEqual(signature, sent);
    }

    @Override
    public String toString() {
        // The signature of a known message is as good as a password for it.
        return "HmacSha256[****]";
    }
}
