package io.github.argusglue.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.Secret;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacSha256Test {
    /** RFC 4231, test case 2. */
    private static final String KNOWN = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    private static final String KNOWN_BASE64 = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";

    private final HmacSha256 hmac =
            HmacSha256.of(Secret.of("Jefe"), "what do ya want ".getBytes(UTF_8), "for nothing?".getBytes(UTF_8));

    @Test
    void matchesTestVectorOfRfc4231() {
        assertTrue(hmac.isHex(KNOWN));
        assertTrue(hmac.isHex(KNOWN.toUpperCase(Locale.ROOT)));
        assertTrue(hmac.isHex(" " + KNOWN + "\n"));
        assertTrue(hmac.isBase64(KNOWN_BASE64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5b",
                "xyz",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3844",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384",
                "X9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="
            })
    void otherSignaturesDoNotMatch(String sent) {
        assertFalse(hmac.isHex(sent));
        assertFalse(hmac.isBase64(sent));
    }

    @Test
    void toStringIsMasked() {
        assertEquals("HmacSha256[****]", hmac.toString());
    }
}
