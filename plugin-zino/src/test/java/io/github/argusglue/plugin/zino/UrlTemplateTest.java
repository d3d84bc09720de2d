package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "a/../b&c#d?e, https://x/case/a%2F..%2Fb%26c%23d%3Fe/log",
        "gw 1, https://x/case/gw%201/log",
        "..,",
        ".,",
        "'',",
        "..., https://x/case/.../log",
    })
    void aValueCannotLeaveItsPlace(String value, String expected) {
        assertEquals(
                Optional.ofNullable(expected).map(URI::create),
                UrlTemplate.parse("details_url", "https://x/case/{descr}/log").render(name -> Optional.of(value)));
    }
}
