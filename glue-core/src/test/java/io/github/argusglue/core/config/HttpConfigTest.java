package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConfigTest {
    private static HttpConfig withHost(String host) {
        HttpConfig usual = HttpConfig.DEFAULT;
        return new HttpConfig(
                usual.listen(), List.of(host), 64, usual.hookMaxBytes(), usual.hookTimeout(), usual.hookRate(), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"glue", "Glue1.example.org", "192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7", "a_b"})
    void hosts(String host) {
        assertEquals(List.of(host), withHost(host).hosts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "https://glue", "glue:80", "[::1]", "glue/", "a b", ".", "-a"})
    void noHosts(String host) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> withHost(host));
        assertEquals(
                "'hosts' must contain names like \"glue.example.org\" or addresses like \"192.0.2.7\" and"
                        + " \"2001:db8::7\", without scheme, port and brackets, got \"" + host + "\"",
                fault.getMessage());
    }
}
