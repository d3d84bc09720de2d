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
 * The signature that most senders of webhooks use: HMAC-SHA256 of the request under a shared secret. Signatures are
 * compared in constant time, so that they cannot be guessed byte by byte.
 *
 * <pre>{@code
 * context.onWebhook(
 *         request -> HmacSha256.of(secret, request.body())
 *                 .isHex(request.header("X-Mist-Signature-v2").orElse("")),
 *         this::handle);
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
     * @param key the shared secret; revealed here and encoded as UTF-8
     * @param parts parts of the message, in the order in which the sender signs them
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

    /**
     * Returns whether the signature that was sent, in hexadecimal of either case, equals this one. Text that is not
     * hexadecimal does not match.
     */
    public boolean isHex(String sent) {
        try {
            return isSame(HexFormat.of().parseHex(sent.strip().toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns whether the signature that was sent, in Base64, equals this one. Text that is not Base64 does not match.
     */
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
        // A signature lets its reader send that message, so it is as secret as a password.
        return "HmacSha256[****]";
    }
}
