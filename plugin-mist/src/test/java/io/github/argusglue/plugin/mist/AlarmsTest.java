package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.mist.standin.MistFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which alarms open an incident, and how it looks and ends. */
class AlarmsTest {
    private static MistFixture marvis(String... types) {
        return new MistFixture(config -> config.devices().marvis(types));
    }

    private static MistFixture infrastructure(String... types) {
        return new MistFixture(config -> config.devices().infrastructure(types));
    }

    private static String missingVlan(MistFixture fixture) {
        return fixture.org.raise("missing_vlan", "marvis", "critical", fixture.site, fixture.sw, "");
    }

    private static String port(MistFixture fixture, String change, String port) {
        fixture.after(Duration.ofSeconds(30));
        return fixture.org.raise(
                "sw_critical_port_" + change, "infrastructure", "critical", fixture.site, fixture.sw, port);
    }

    /** Mist is asked for whole groups if a list has all of one, and then also has what no list names. */
    @Test
    void openAlarmsOfOtherTypesAreCounted() throws Exception {
        try (MistFixture fixture = new MistFixture(
                config -> config.devices().marvis("missing_vlan").infrastructure("*"))) {
            missingVlan(fixture);
            String id = fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, "");
            Snapshot snapshot = fixture.snapshot();
            assertEquals(1, snapshot.alerts().size(), snapshot::toString);
            assertEquals("1 (alarm_types 1)", snapshot.leftOut().summary());
            assertEquals(
                    new LeftOut.Example("alarm:" + id, "alarm of type bad_cable"),
                    snapshot.leftOut().groups().get(0).examples().get(0));
        }
    }

    @Test
    void marvisAlarmIsShownUntilItIsResolved() throws Exception {
        try (MistFixture fixture = marvis("missing_vlan")) {
            String id = missingVlan(fixture);
            fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, "");
            Alert alert = fixture.only();
            assertEquals("alarm:" + id, alert.id().value());
            assertEquals(MistFixture.NOW, alert.startedAt());
            assertEquals(Severity.HIGH, alert.severity());
            assertTrue(alert.description().startsWith("Missing VLAN: "), alert::description);
            assertTrue(alert.description().endsWith(" (Biblioteket)"), alert::description);
            assertEquals("missing_vlan", MistFixture.tag(alert, "alarm_type"));
            assertEquals("marvis", MistFixture.tag(alert, "alarm_group"));
            assertEquals("critical", MistFixture.tag(alert, "severity"));
            assertEquals("sw-1", MistFixture.tag(alert, "host"));
            fixture.after(Duration.ofMinutes(7));
            fixture.org.resolve(id);
            fixture.after(Duration.ofMinutes(1));
            Snapshot after = fixture.snapshot();
            assertEquals("REPORTED resolved", MistFixture.ending(after));
            assertEquals(
                    MistFixture.NOW.plus(Duration.ofMinutes(7)),
                    after.endings().get(0).endedAt());
        }
    }

    @Test
    void alarmAtANewSiteHasItsName() throws Exception {
        try (MistFixture fixture = marvis("*")) {
            fixture.snapshot();
            fixture.after(Duration.ofMinutes(6));
            String site = fixture.org.addSite("Verkstedet");
            fixture.org.raise("missing_vlan", "marvis", "critical", site, fixture.sw, "");
            assertTrue(fixture.only().description().endsWith(" (Verkstedet)"), fixture.descriptions()::toString);
        }
    }

    @Test
    void levelOfATypeCountsFirst() throws Exception {
        try (MistFixture fixture =
                new MistFixture(config -> config.devices().marvis("*").levels(Map.of("missing_vlan", 5, "warn", 4)))) {
            missingVlan(fixture);
            fixture.org.raise("bad_cable", "marvis", "warn", fixture.site, fixture.sw, "");
            fixture.org.raise("port_flap", "marvis", "odd", fixture.site, fixture.sw, "");
            assertEquals(
                    List.of(Severity.INFORMATION, Severity.LOW, Severity.MODERATE),
                    fixture.snapshot().alerts().stream()
                            .map(Alert::severity)
                            .sorted((a, b) -> b.level() - a.level())
                            .toList());
        }
    }

    @Test
    void countOfAnAlarmChangesNothing() throws Exception {
        try (MistFixture fixture = marvis("*")) {
            String id = missingVlan(fixture);
            Alert before = fixture.only();
            fixture.after(Duration.ofMinutes(1));
            fixture.org.repeat(id);
            assertSame(before, fixture.only());
        }
    }

    /** The search covers 30 days, whether by when an alarm was raised or by when it was last seen. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void alarmThatLastsForMonthsStaysOpen(boolean byTimestamp) throws Exception {
        try (MistFixture fixture = marvis("*")) {
            fixture.org.windowByTimestamp(byTimestamp);
            String id = missingVlan(fixture);
            for (int day = 0; day < 100; day++) {
                assertEquals(1, fixture.snapshot().alerts().size(), "day " + day);
                fixture.after(Duration.ofDays(1));
                if (day % 40 == 39) {
                    fixture.restart();
                }
            }
            fixture.org.resolve(id);
            fixture.snapshot();
            fixture.snapshot();
            assertTrue(fixture.mist.log().get(fixture.mist.requests() - 1).contains("start=-30d"), "the usual window");
        }
    }

    @Test
    void oldAlarmIsNotLostIfTheStateCannotBeWritten() throws Exception {
        try (MistFixture fixture = marvis("*")) {
            missingVlan(fixture);
            fixture.state().failing(true);
            for (int day = 0; day < 40; day++) {
                assertEquals(1, fixture.snapshot().alerts().size(), "day " + day);
                fixture.after(Duration.ofDays(1));
            }
        }
    }

    @Test
    void alarmThatIsNoLongerListedEnds() throws Exception {
        try (MistFixture fixture = marvis("*")) {
            String id = missingVlan(fixture);
            fixture.only();
            fixture.org.forget(id);
            assertEquals("INFERRED no longer among the alarms of Mist", MistFixture.ending(fixture.snapshot()));
        }
    }

    @Test
    void halfOfTheAlarmsEndNothing() throws Exception {
        try (MistFixture fixture = marvis("*")) {
            missingVlan(fixture);
            fixture.only();
            fixture.mist.fault("alarms/search", MistFault.HALF);
            Snapshot half = fixture.snapshot();
            assertTrue(
                    half.unknownScopes().getOrDefault("alarms", "").endsWith("0 of 1 rows were read"), half::toString);
            assertEquals(List.of(), half.endings());
            fixture.mist.fault(MistFault.NONE);
            fixture.only();
        }
    }

    @Test
    void portIsOpenUntilItsRecovery() throws Exception {
        try (MistFixture fixture = infrastructure("sw_critical_port_down")) {
            port(fixture, "down", "ge-0/0/1");
            port(fixture, "down", "ge-0/0/2");
            assertEquals(
                    List.of(
                            "Critical switch port down: sw-1 ge-0/0/1 (Biblioteket)",
                            "Critical switch port down: sw-1 ge-0/0/2 (Biblioteket)"),
                    fixture.descriptions());
            port(fixture, "up", "ge-0/0/1");
            Snapshot after = fixture.snapshot();
            assertEquals("REPORTED sw_critical_port_up", MistFixture.ending(after));
            assertEquals(fixture.clock.instant(), after.endings().get(0).endedAt());
            assertEquals(1, after.alerts().size());
            port(fixture, "down", "ge-0/0/1");
            assertEquals(2, fixture.snapshot().alerts().size());
        }
    }

    @Test
    void recoveryOfTheWholeDeviceEndsAllItsPorts() throws Exception {
        try (MistFixture fixture = infrastructure("*")) {
            port(fixture, "down", "ge-0/0/1");
            port(fixture, "down", "ge-0/0/2");
            assertEquals(2, fixture.snapshot().alerts().size());
            port(fixture, "up", "");
            assertEquals(2, fixture.snapshot().endings().size());
        }
    }

    /** Mist updates an alarm in place when the same happens again. */
    @Test
    void alarmThatHappensAgainIsOpenAgain() throws Exception {
        try (MistFixture fixture = infrastructure("*")) {
            String down = port(fixture, "down", "");
            assertEquals(fixture.clock.instant(), fixture.only().startedAt());
            port(fixture, "up", "");
            assertEquals(List.of(), fixture.descriptions());
            fixture.after(Duration.ofMinutes(5));
            fixture.org.repeat(down);
            Alert again = fixture.only();
            assertEquals(fixture.clock.instant(), again.startedAt());
            fixture.after(Duration.ofMinutes(5));
            fixture.org.repeat(down);
            assertSame(again, fixture.only(), "it goes on");
        }
    }

    @Test
    void recoveriesAndDevicesOpenNothing() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.infrastructure("*"))) {
            port(fixture, "up", "ge-0/0/1");
            fixture.org.raise("device_down", "infrastructure", "warn", fixture.site, fixture.ap, "");
            fixture.org.raise("device_reconnected", "infrastructure", "info", fixture.site, fixture.ap, "");
            fixture.org.raise("device_restarted", "infrastructure", "info", fixture.site, fixture.ap, "");
            assertEquals(List.of(), fixture.descriptions(), "the inventory says that the device is connected");
        }
        try (MistFixture fixture = infrastructure("device_down")) {
            fixture.org.raise("device_down", "infrastructure", "warn", fixture.site, fixture.ap, "");
            assertEquals(1, fixture.snapshot().alerts().size(), "without the inventory, the alarm has to do");
        }
    }

    @Test
    void oneShotAlarmsAreNotices() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.notices("rogue_ap"))) {
            fixture.org.raise("rogue_ap", "security", "warn", fixture.site, fixture.ap, "");
            fixture.org.raise("rogue_client", "security", "warn", fixture.site, fixture.ap, "");
            assertEquals(List.of(), fixture.descriptions());
            fixture.snapshot();
            assertEquals(1, fixture.context().notices().size());
            Notice notice = fixture.context().notices().get(0);
            assertEquals("Rogue AP: ap-1 (Biblioteket)", notice.description());
            assertEquals(Severity.MODERATE, notice.severity());
            fixture.after(Duration.ofHours(2));
            fixture.restart();
            fixture.snapshot();
            assertEquals(List.of(), fixture.context().notices(), "old ones are not told again");
        }
    }

    /** Names in security alarms can be those of clients. */
    @Test
    void namesOfClientsAreNotShown() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.devices().notices("*"))) {
            fixture.org.rename(fixture.ap, "kari-nordmanns-laptop");
            fixture.org.raise("rogue_client", "security", "warn", fixture.site, fixture.ap, "");
            fixture.snapshot();
            Notice notice = fixture.context().notices().get(0);
            String shown = notice.description() + notice.tags();
            assertFalse(shown.contains("kari"), shown);
            assertTrue(notice.description().contains(fixture.ap), shown);
        }
    }

    @Test
    void unknownTypesAreSaid() throws Exception {
        try (MistFixture fixture = marvis("port_stuck", "misssing_vlan")) {
            fixture.snapshot();
            String problem = fixture.current().health().problem().orElseThrow();
            assertTrue(problem.startsWith("Mist has no alarms of the types misssing_vlan: check"), problem);
        }
    }

    @Test
    void onlyWhatIsWantedIsAskedFor() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.devices()
                .marvis("missing_vlan")
                .infrastructure("sw_critical_port_down")
                .notices("rogue_ap"))) {
            fixture.snapshot();
            String search = fixture.mist.log().get(fixture.mist.requests() - 1);
            assertTrue(
                    search.contains("type=missing_vlan%2Crogue_ap%2Csw_critical_port_down%2Csw_critical_port_up"),
                    search);
            assertTrue(search.contains("?start=-30d&end=now&"), search);
            assertFalse(search.contains("group="), search);
        }
        try (MistFixture fixture = new MistFixture(
                config -> config.devices().marvis("*").notices("*").infrastructure("sw_critical_port_down"))) {
            fixture.snapshot();
            String search = fixture.mist.log().get(fixture.mist.requests() - 1);
            assertTrue(search.contains("group=marvis%2Cinfrastructure%2Csecurity"), search);
            assertFalse(search.contains("type="), search);
        }
    }

    @Test
    void tokenThatMayOnlyReadCannotAcknowledge() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*").acknowledge())) {
            missingVlan(fixture);
            Alert alert = fixture.only();
            fixture.mist.readOnly(true);
            FeedbackSink sink = fixture.current().feedback().orElseThrow();
            Feedback ack = Feedback.builder(alert.id(), Feedback.Kind.ACKNOWLEDGED, fixture.clock.instant())
                    .actor("kari")
                    .text("on it")
                    .build();
            SourceException refused = Assertions.assertThrows(SourceException.class, () -> sink.deliver(ack));
            assertEquals(SourceException.Kind.UNAUTHORIZED, refused.kind());
            assertTrue(
                    String.valueOf(refused.getMessage()).endsWith("or set 'acknowledge = false'"), refused::toString);
            fixture.mist.readOnly(false);
            sink.deliver(ack);
            assertNotNull(fixture.only().acknowledgement().orElse(null));
        }
    }

    @Test
    void deviceCannotBeAcknowledgedInMist() throws Exception {
        try (MistFixture fixture = new MistFixture(config -> config.marvis("*").acknowledge())) {
            fixture.org.disconnect(fixture.ap);
            Alert alert = fixture.only();
            int before = fixture.mist.requests();
            fixture.current()
                    .feedback()
                    .orElseThrow()
                    .deliver(Feedback.builder(alert.id(), Feedback.Kind.ACKNOWLEDGED, fixture.clock.instant())
                            .build());
            assertEquals(before, fixture.mist.requests());
        }
    }
}
