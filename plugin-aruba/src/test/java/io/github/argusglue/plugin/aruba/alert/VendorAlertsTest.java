package io.github.argusglue.plugin.aruba.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of an alert. */
class VendorAlertsTest {
    private static final Instant NOW = Instant.parse("2026-01-07T18:40:00Z");
    private static final List<AccessPoint> APS =
            List.of(ap("CN1", "ap-1", "Bygg 1"), ap("CN2", "ap-2", "Bygg 12"), ap("CN3", "ap-2", "Bygg 3"));

    private final VendorAlerts alerts = new VendorAlerts(
            new AlertConfig(false, true, List.of(), List.of(), List.of("4"), Map.of("minor", 5)),
            new ApConfig(Duration.ZERO, 3, Optional.empty()),
            "central",
            "");

    private static AccessPoint ap(String serial, String name, String site) {
        return new AccessPoint(
                serial,
                "20:4c:03:00:00:0" + serial.charAt(2),
                name,
                "AP-535",
                site,
                "campus",
                AccessPoint.State.UP,
                null);
    }

    private Alert shown(String type, String category, String severity, String text, VendorAlert.Origin origin) {
        VendorAlert.Type kind = new VendorAlert.Type(type, "AP CPU", category, "Access Point");
        return alerts.next(List.of(new VendorAlert("alert:1", kind, severity, text, NOW, origin, null)), APS, NOW)
                .get(0);
    }

    private Map<String, String> tags(String text, String device, String site) {
        Alert alert = shown("102", "System", "Major", text, new VendorAlert.Origin(device, site, ""));
        return alert.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    @ParameterizedTest
    @CsvSource({
        "102,CRITICAL,1",
        "102,Major,2",
        "102,Minor,5",
        "102,Warning,4",
        "102,info,5",
        "102,Urgent,3",
        "4,Critical,3",
        "4,Warning,4"
    })
    void levelIsThatOfTheSeverityAndLimitedForAccessPoints(String type, String severity, int level) {
        assertEquals(
                level,
                shown(type, "System", severity, "", VendorAlert.Origin.UNKNOWN)
                        .severity()
                        .level());
    }

    @Test
    void textOfAClientIsNotShown() {
        Alert alert = shown("5", "Clients", "Minor", "Client 00:11:22:33:44:55 failed", VendorAlert.Origin.UNKNOWN);
        assertEquals("AP CPU", alert.description());
    }

    /** Addresses and names of people are only in the text. */
    @Test
    void alertsThatAreNotWantedAreCountedByKeyWithTheirKindOnly() {
        VendorAlerts some = new VendorAlerts(
                new AlertConfig(true, true, List.of("4", "102"), List.of("Clients"), List.of("4"), Map.of()),
                new ApConfig(Duration.ZERO, 3, Optional.empty()),
                "central",
                "");
        List<VendorAlert> list = List.of(
                vendor("1", "AP down", "4", "System"),
                vendor("2", "AP CPU", "102", "Clients"),
                vendor("3", "AP memory", "103", "System"),
                vendor("4", "AP CPU", "102", "System"));
        assertEquals(1, some.next(list, APS, NOW).size());
        assertEquals(
                List.of(
                        "ap_down_types 1 [Example[key=alert:1, text=alert of type AP down]]",
                        "ignore_alert_types 1 [Example[key=alert:2, text=alert of type AP CPU]]",
                        "alert_types 1 [Example[key=alert:3, text=alert of type AP memory]]"),
                some.leftOut().groups().stream()
                        .map(group -> group + " " + group.examples())
                        .toList());
        some.next(List.of(), APS, NOW);
        assertEquals(LeftOut.nothing(), some.leftOut());
    }

    private static VendorAlert vendor(String id, String name, String type, String category) {
        VendorAlert.Type kind = new VendorAlert.Type(type, name, category, "Access Point");
        String text = "Client 00:11:22:33:44:55 of kari failed";
        return new VendorAlert("alert:" + id, kind, "Minor", text, NOW, VendorAlert.Origin.UNKNOWN, null);
    }

    @Test
    void nameIsNotRepeated() {
        assertEquals(
                "AP CPU is high",
                shown("1", "System", "Minor", "AP CPU is high", VendorAlert.Origin.UNKNOWN)
                        .description());
    }

    @Test
    void accessPointIsFoundByNameSerialOrAddress() {
        for (String text : List.of("ap-1 is slow", "slow: AP-1.", "serial CN1", "at 20:4C:03:00:00:01:")) {
            assertEquals("ap-1", tags(text, "", "").get("host"), text);
            assertEquals("Bygg 1", tags(text, "", "").get("site"), text);
        }
        assertEquals("CN1", tags("", "cn1", "").get("serial"));
    }

    @Test
    void nameOfTwoAccessPointsSaysNothing() {
        assertEquals(null, tags("ap-2 is slow", "", "").get("host"));
    }

    @Test
    void siteIsTheLongestInTheText() {
        assertEquals("Bygg 12", tags("uplink of Bygg 12 is slow", "", "").get("site"));
        assertEquals("Bygg 1", tags("uplink of Bygg 1, and others", "", "").get("site"));
        assertEquals(null, tags("uplink of Bygg 123", "", "").get("site"));
        assertEquals("Given", tags("uplink of Bygg 12", "gw-1", "Given").get("site"));
        assertEquals("gw-1", tags("uplink of Bygg 12", "gw-1", "Given").get("host"));
    }
}
