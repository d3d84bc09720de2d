package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9680, 127.0.0.1, 9680, true",
        "127.1.2.3:0, 127.1.2.3, 0, true",
        "localhost:1, localhost, 1, true",
        "[::1]:9680, ::1, 9680, true",
        "[0:0:0:0:0:0:0:1]:9680, 0:0:0:0:0:0:0:1, 9680, true",
        "[::]:9680, ::, 9680, false",
        "[::ffff:127.0.0.1]:80, ::ffff:127.0.0.1, 80, true",
        "0.0.0.0:65535, 0.0.0.0, 65535, false",
        "glue.example.org:80, glue.example.org, 80, false",
        "127.0.0.1.example.org:80, 127.0.0.1.example.org, 80, false"
    })
    void parts(String text, String host, int port, boolean loopback) {
        ListenAddress address = ListenAddress.parse(text);
        assertEquals(new ListenAddress(host, port), address);
        assertEquals(loopback, address.isLoopback());
        assertEquals(text, address.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "9680", ":9680", "localhost", "a:65536", "::1:80", "[::1]", "http://a:80", "a b:80", "a:80/"
            })
    void noAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
    }
}
