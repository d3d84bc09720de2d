package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.mist.DevicesConfig.DeviceType;
import io.github.argusglue.plugin.mist.standin.MistFault;
import io.github.argusglue.plugin.mist.standin.StandInMist;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which devices open an incident, and how it looks and ends. */
class DevicesTest {
    @Test
    void disconnectedDeviceIsShown() throws Exception {
        try (MistFixture fixture = new MistFixture(
                config -> config.detailsUrl("https://manage.eu.mist.com/admin/?org_id={org}#!ap/{mac}/{site}"))) {
            fixture.org.disconnect(fixture.ap);
            Alert alert = fixture.only();
            assertEquals("AP ap-1 is disconnected (Biblioteket)", alert.description());
            assertEquals(Severity.MODERATE, alert.severity());
            assertEquals(MistFixture.NOW, alert.startedAt());
            assertEquals(
                    "device:" + fixture.ap + "@20260329T003000Z", alert.id().value());
            assertEquals(
                    "[host=ap-1, site=Biblioteket, mist_site_id=" + fixture.site + ", mist_org_id=" + StandInMist.ORG
                            + ", device_type=ap, mac=" + fixture.ap + ", serial=S5C5B35000001, model=AP45]",
                    alert.tags().toString());
            assertEquals(
                    "https://manage.eu.mist.com/admin/?org_id=" + StandInMist.ORG + "#!ap/" + fixture.ap + "/"
                            + fixture.site,
                    alert.detailsUrl().orElseThrow().toString());
        }
    }

    @Test
    void levelsAreThoseOfTheKind() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.levels(Map.of("ap", 4)))) {
            fixture.org.disconnect(fixture.ap);
            fixture.org.disconnect(fixture.sw);
            fixture.org.disconnect(fixture.org.addDevice("gateway", "gw-1", fixture.site));
            assertEquals(
                    List.of(Severity.LOW, Severity.HIGH, Severity.CRITICAL),
                    fixture.snapshot().alerts().stream().map(Alert::severity).toList());
        }
    }

    @Test
    void otherKindsAreLeftOut() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.devices(DeviceType.SWITCH))) {
            fixture.org.disconnect(fixture.ap);
            fixture.org.disconnect(fixture.sw);
            assertEquals(List.of("Switch sw-1 is disconnected (Biblioteket)"), fixture.descriptions());
        }
    }

    @Test
    void disconnectedDevicesThatAreNotShownAreCounted() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.downFor(Duration.ofMinutes(2)))) {
            fixture.org.disconnect(fixture.ap);
            LeftOut leftOut = fixture.snapshot().leftOut();
            assertEquals("1 (down_for 1)", leftOut.summary());
            assertEquals(
                    new LeftOut.Example("device:" + fixture.ap, "ap ap-1: disconnected for less than 'down_for'"),
                    leftOut.groups().get(0).examples().get(0));
            fixture.after(Duration.ofMinutes(2));
            assertEquals(LeftOut.nothing(), fixture.snapshot().leftOut());
        }
    }

    @Test
    void unchangedAlertIsTheSameObject() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            assertSame(fixture.only(), fixture.only());
        }
    }

    @Test
    void restartOfADeviceOpensNothing() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.downFor(Duration.ofMinutes(2)))) {
            fixture.org.disconnect(fixture.ap);
            assertEquals(List.of(), fixture.descriptions());
            fixture.after(Duration.ofSeconds(119));
            assertEquals(List.of(), fixture.descriptions());
            fixture.org.reconnect(fixture.ap);
            fixture.after(Duration.ofSeconds(1));
            assertEquals(List.of(), fixture.descriptions());
            fixture.org.disconnect(fixture.ap);
            fixture.after(Duration.ofMinutes(2));
            assertEquals(
                    MistFixture.NOW.plusSeconds(120), fixture.only().startedAt(), "the start is when it went away");
        }
    }

    /** How long a device is disconnected can be judged even if the clock of the cloud is wrong. */
    @ParameterizedTest
    @ValueSource(ints = {-3600, 3600, 200_000})
    void wrongClockOfTheCloud(int skew) throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.downFor(Duration.ofMinutes(2)))) {
            fixture.org.skew(Duration.ofSeconds(skew));
            fixture.org.disconnect(fixture.ap);
            int early = fixture.snapshot().alerts().size();
            assertEquals(skew < 0 ? 1 : 0, early);
            fixture.after(Duration.ofMinutes(2));
            Alert alert = fixture.only();
            Instant expected = skew > 86_400 ? MistFixture.NOW : MistFixture.NOW.plusSeconds(skew);
            assertEquals(expected, alert.startedAt());
        }
    }

    /** Mist corrects the time, or the device was back for less than an interval: the incident stays. */
    @Test
    void openAlertKeepsItsStart() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.downFor(Duration.ofMinutes(2)))) {
            fixture.org.disconnect(fixture.ap);
            fixture.after(Duration.ofMinutes(5));
            Alert before = fixture.only();
            fixture.org.disconnect(fixture.ap);
            assertSame(before, fixture.only());
        }
    }

    @Test
    void deviceThatIsBackEndsAtOnce() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            Alert alert = fixture.only();
            fixture.after(Duration.ofMinutes(1));
            fixture.org.reconnect(fixture.ap);
            Snapshot after = fixture.snapshot();
            assertEquals("REPORTED connected again", MistFixture.ending(after));
            assertEquals(alert.id(), after.endings().get(0).alertId());
            assertEquals(List.of(), fixture.snapshot().endings(), "said once");
            fixture.org.disconnect(fixture.ap);
            assertNotEquals(alert.id(), fixture.only().id(), "the next outage is another one");
        }
    }

    @Test
    void removedDeviceEndsWithThatReason() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            fixture.only();
            fixture.org.remove(fixture.ap);
            assertEquals(
                    "INFERRED no longer in the inventory of the organisation", MistFixture.ending(fixture.snapshot()));
        }
    }

    @Test
    void unassignedDeviceEnds() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            fixture.only();
            fixture.org.unassign(fixture.ap);
            Snapshot after = fixture.snapshot();
            assertEquals(List.of(), after.alerts());
            assertTrue(MistFixture.ending(after).startsWith("INFERRED no longer"), after::toString);
            String request = fixture.mist.log().get(fixture.mist.requests() - 1);
            assertTrue(request.contains("/inventory?type=ap%2Cswitch%2Cgateway&unassigned=false"), request);
        }
    }

    @Test
    void deviceWithoutASiteIsNotShown() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.showsUnassigned(true);
            fixture.org.disconnect(fixture.ap);
            fixture.only();
            fixture.org.unassign(fixture.ap);
            assertEquals("INFERRED no longer assigned to a site", MistFixture.ending(fixture.snapshot()));
        }
    }

    /** A cloud of before 2026: the start is when the adapter saw it first, also for the next adapter. */
    @Test
    void startIsRememberedIfTheCloudDoesNotTell() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.downFor(Duration.ofMinutes(2)))) {
            fixture.org.tellsSince(false);
            fixture.org.disconnect(fixture.ap);
            assertEquals(List.of(), fixture.descriptions());
            fixture.after(Duration.ofMinutes(3));
            Alert before = fixture.only();
            assertEquals(MistFixture.NOW, before.startedAt());
            assertEquals("true", MistFixture.tag(before, "start_estimated"));
            fixture.restart();
            assertEquals(before, fixture.only());
        }
    }

    @Test
    void startsThatCannotBeSavedAreSaid() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.tellsSince(false);
            fixture.org.disconnect(fixture.ap);
            fixture.state().failing(true);
            fixture.only();
            assertTrue(fixture.current().health().problem().isPresent());
        }
    }

    @Test
    void deviceThatWasNeverConnected() throws Exception {
        try (MistFixture fixture = new MistFixture(MistConfigBuilder::withoutNeverConnected)) {
            fixture.org.addWaiting("ap", "ap-in-its-box", fixture.site);
            assertEquals(1, fixture.snapshot().alerts().size(), "nothing shows that Mist tells since when");
            fixture.org.disconnect(fixture.sw);
            assertEquals(2, fixture.snapshot().alerts().size(), "it may tell that of switches only");
            fixture.org.disconnect(fixture.ap);
            assertEquals(
                    List.of("AP ap-1 is disconnected (Biblioteket)", "Switch sw-1 is disconnected (Biblioteket)"),
                    fixture.descriptions());
        }
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.addWaiting("ap", "ap-in-its-box", fixture.site);
            fixture.org.disconnect(fixture.ap);
            assertEquals(2, fixture.snapshot().alerts().size(), "by default they count");
        }
    }

    @Test
    void suddenlyNoDeviceAtAllEndsNothing() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            fixture.only();
            fixture.mist.fault("inventory", MistFault.NO_DEVICES);
            for (int minute = 0; minute < 15; minute++) {
                Snapshot empty = fixture.snapshot();
                assertEquals(
                        List.of("devices"), List.copyOf(empty.unknownScopes().keySet()));
                assertEquals(List.of(), empty.endings());
                fixture.after(Duration.ofMinutes(1));
            }
            Snapshot agreed = fixture.snapshot();
            assertEquals(Map.of(), agreed.unknownScopes(), "later looks agree");
            assertEquals("INFERRED no longer in the inventory of the organisation", MistFixture.ending(agreed));
            fixture.mist.fault(MistFault.NONE);
            fixture.only();
            fixture.mist.fault("inventory", MistFault.NO_DEVICES);
            assertEquals(1, fixture.snapshot().unknownScopes().size(), "the time begins anew");
        }
    }

    @Test
    void halfOfTheRowsEndNothingThatIsNotSeen() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.addDevice("ap", "ap-2", fixture.site);
            String last = fixture.org.addDevice("ap", "ap-3", fixture.site);
            fixture.org.disconnect(fixture.ap);
            fixture.org.disconnect(last);
            assertEquals(2, fixture.snapshot().alerts().size());
            fixture.mist.fault("inventory", MistFault.HALF);
            fixture.org.reconnect(fixture.ap);
            Snapshot half = fixture.snapshot();
            assertTrue(half.unknownScopes().getOrDefault("devices", "").contains("2 of 4 rows"), half::toString);
            assertEquals("REPORTED connected again", MistFixture.ending(half), "what is seen counts");
            fixture.mist.fault(MistFault.NONE);
            assertEquals(List.of("AP ap-3 is disconnected (Biblioteket)"), fixture.descriptions());
        }
    }

    /** Its device may be in a site that was made after the names were read. */
    @Test
    void newSiteHasItsName() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            assertEquals(List.of(), fixture.descriptions());
            fixture.after(Duration.ofMinutes(6));
            String museum = fixture.org.addSite("Museet");
            fixture.org.disconnect(fixture.org.addDevice("ap", "ap-9", museum));
            assertEquals("Museet", MistFixture.tag(fixture.only(), "site"));
        }
    }

    @Test
    void namesStayWhileTheyCannotBeReadAgain() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            Alert before = fixture.only();
            fixture.mist.fault("sites", MistFault.ERROR);
            fixture.after(Duration.ofHours(2));
            assertEquals(before, fixture.only());
        }
    }

    @Test
    void linkOfAnUnknownCloudIsLeftOut() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.org.disconnect(fixture.ap);
            assertNull(fixture.only().detailsUrl().orElse(null));
        }
    }
}
