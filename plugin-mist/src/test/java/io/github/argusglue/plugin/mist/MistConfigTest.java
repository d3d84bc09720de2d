package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.mist.standin.StandInMist;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration may say. */
class MistConfigTest {
    private static final URI URL = URI.create("https://api.eu.mist.com");

    private static MistConfig config(Optional<String> region, Optional<URI> url, String org, HttpAccess access) {
        MistConfig usual = new MistConfigBuilder(URL).build();
        return new MistConfig(
                region, url, org, access, Optional.empty(), usual.devices(), usual.alarms(), usual.display());
    }

    private static MistConfig inRegion(String region) {
        return config(Optional.of(region), Optional.empty(), StandInMist.ORG, access());
    }

    private static HttpAccess access() {
        return HttpAccess.builder().token(Secret.of("t")).build();
    }

    @ParameterizedTest
    @CsvSource({
        "eu, https://api.eu.mist.com",
        "EMEA-01, https://api.eu.mist.com",
        "emea-04, https://api.gc6.mist.com",
        "global, https://api.mist.com",
        "global-01, https://api.mist.com",
        "gc1, https://api.gc1.mist.com",
        "ac5, https://api.ac5.mist.com",
        "apac-03, https://api.gc7.mist.com"
    })
    void regionsByName(String name, URI address) {
        assertEquals(address, inRegion(name).api());
    }

    @Test
    void portalBelongsToTheApi() {
        assertEquals(
                "https://manage.eu.mist.com", Regions.portal(URL).orElseThrow().toString());
        assertEquals(
                "https://manage.mist.com",
                Regions.portal(URI.create("https://api.mist.com")).orElseThrow().toString());
        assertEquals(Optional.empty(), Regions.portal(URI.create("https://proxy.example.org")));
    }

    @Test
    void accessIsThatOfMist() {
        HttpAccess usual = inRegion("eu").mistAccess();
        assertEquals("Token", usual.tokenScheme());
        assertEquals(Optional.of(5000), usual.requestsPerHour());
        HttpAccess less = access().toBuilder().requestsPerHour(100).build();
        assertEquals(
                Optional.of(100),
                config(Optional.of("eu"), Optional.empty(), StandInMist.ORG, less)
                        .mistAccess()
                        .requestsPerHour());
    }

    @Test
    void refusesInvalidValues() {
        assertRefused("'region' is 'norway', which is no cloud of Mist", () -> inRegion("norway"));
        assertRefused(
                "set either 'region'", () -> config(Optional.of("eu"), Optional.of(URL), StandInMist.ORG, access()));
        assertRefused(
                "set either 'region'", () -> config(Optional.empty(), Optional.empty(), StandInMist.ORG, access()));
        assertRefused(
                "'url' must be like https://",
                () -> config(Optional.empty(), Optional.of(URI.create("api.eu.mist.com")), StandInMist.ORG, access()));
        assertRefused("'org' must be the id", () -> config(Optional.of("eu"), Optional.empty(), "Uni", access()));
        assertRefused(
                "nothing is reported",
                () -> new MistConfigBuilder(URL).devices().build());
        assertRefused(
                "'infrastructure_types' contains 'device_restarted', for which no alarm of a recovery is known",
                () -> new MistConfigBuilder(URL)
                        .infrastructure("device_restarted")
                        .build());
        assertRefused(
                "'infrastructure_types' contains 'switch_down', and 'device_types' contains \"switch\"",
                () -> new MistConfigBuilder(URL).infrastructure("switch_down").build());
        assertRefused(
                "'details_url' is not a URL",
                () -> new MistConfigBuilder(URL).detailsUrl("https://{mac").build());
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable config) {
        String actual = String.valueOf(
                assertThrows(IllegalArgumentException.class, config).getMessage());
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void levelsThatAreGivenAreAddedToTheOthers() {
        DisplayConfig display = new DisplayConfig(Map.of("ap", 5), Optional.empty());
        assertEquals(5, display.level(List.of("ap")));
        assertEquals(2, display.level(List.of("missing_vlan", "critical")));
        assertEquals(3, display.level(List.of("new", "severity")));
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', '', marvis, ''",
        "'', *, '', infrastructure, ''",
        "'', '', *, security, ''",
        "missing_vlan, '', *, 'marvis,security', ''",
        "*, '', device_restarted, '', ''",
        "bad_cable, '', '', marvis, bad_cable",
        "'', sw_critical_port_down, '', infrastructure, 'sw_critical_port_down,sw_critical_port_up'"
    })
    void noMoreAlarmsAreAskedForThanCanBeShown(
            String marvis, String infrastructure, String notices, String groups, String types) {
        AlarmsConfig config = new AlarmsConfig(list(marvis), list(infrastructure), list(notices), false);
        assertEquals(groups, config.groupQuery().orElse(""));
        assertEquals(types, config.typeQuery().orElse(""));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
