package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Port descriptions of a router that look like protocol lines. */
class HostileTextTest {

    private static long hostile(ZinoFixture fixture, String description) {
        return fixture.zino.open(
                "evil-gw",
                "portstate",
                Map.of("port", "ge-0/0/9", "ifindex", "9", "portstate", "down", "descr", description));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil, x\r\n.\r\n200 ok\r\n99 x, y",
                "evil, x\r\n.\r\n200 zino version is 2.5.2",
                "evil, x\r\n.\r\n500 unknown command: \"X\"\r\n.\r\n.",
                "evil, x\r\n.\r\n303 simple attributes follow\r\nid: 2\r\nrouter: fake\r\ntype: bgp\r\nstate: open\r\n"
                        + "opened: 1",
                "evil, x\r\n.\r\n500 event \"3\" does not exist",
                "evil, x\r\n500 internal error\r\nid: 3",
                "evil, x\r\nstate: closed\r\npriority: 999",
                "evil, x\r\n.",
                "evil, x\n.\n",
            })
    void hostileDescriptionDoesNotMixUpCases(String description) throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            IntStream.range(0, 150).forEach(i -> fixture.unreachable("gw" + i));
            long evil = hostile(fixture, description);
            IntStream.range(150, 200).forEach(i -> fixture.unreachable("gw" + i));
            Snapshot snapshot = fixture.snapshot();
            assertTrue(
                    snapshot.partialReason().isEmpty(), snapshot.partialReason().toString());
            List<Alert> alerts = snapshot.alerts();
            assertEquals(201, alerts.size());
            for (Alert alert : alerts) {
                String number = alert.id().key().split("@", 2)[0];
                boolean isEvil = number.equals(String.valueOf(evil));
                assertEquals(number, alert.metadata().get("zino_case"));
                assertEquals(isEvil, alert.description().startsWith("evil-gw port ge-0/0/9 changed state to DOWN"));
                assertTrue(alert.heldReason().isEmpty());
            }
            // Later reads are correct as well, and the session is still usable.
            fixture.zino.set(1, "priority", "500");
            fixture.zino.set(evil, "priority", "501");
            fixture.await(
                    "both changes",
                    found -> found.alerts().toString().contains("gw0")
                            && tags(found, 0).contains("priority=500")
                            && tags(found, 150).contains("priority=501"));
        }
    }

    private static String tags(Snapshot snapshot, int index) {
        return snapshot.alerts().get(index).tags().toString();
    }

    @Test
    void hostileDescriptionIsDetectedOnce() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            IntStream.range(0, 5).forEach(i -> fixture.unreachable("gw" + i));
            hostile(fixture, "evil, x\r\n.\r\n200 ok");
            fixture.snapshot();
            int logins = logins(fixture);
            for (int i = 0; i < 5; i++) {
                fixture.clock.advance(fixture.config.resync);
                fixture.snapshot();
            }
            assertEquals(logins, logins(fixture), "no new connection");
        }
    }

    private static int logins(ZinoFixture fixture) {
        return (int) fixture.zino.commands().stream().filter("USER"::equals).count();
    }

    @Test
    void decodesCharactersSplitAcrossPackets() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.zino.sendAtOnce(1);
            hostile(fixture, "blåbær, Tromsø 😀");
            assertTrue(fixture.singleAlert().description().contains("(blåbær, Tromsø 😀)"));
        }
    }
}
