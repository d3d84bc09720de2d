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

/** A router may describe its ports in a way that looks like the protocol. */
class HostileTextTest {

    private static long hostile(Desk desk, String description) {
        return desk.zino.open(
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
    void doesNotMixUpCases(String description) throws Exception {
        try (Desk desk = new Desk()) {
            IntStream.range(0, 150).forEach(i -> desk.unreachable("gw" + i));
            long evil = hostile(desk, description);
            IntStream.range(150, 200).forEach(i -> desk.unreachable("gw" + i));
            Snapshot snapshot = desk.look();
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
            // It stays so, and the session is the right one to go on with.
            desk.zino.set(1, "priority", "500");
            desk.zino.set(evil, "priority", "501");
            desk.await(
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
    void aHostileTextIsFoundOutOnce() throws Exception {
        try (Desk desk = new Desk()) {
            IntStream.range(0, 5).forEach(i -> desk.unreachable("gw" + i));
            hostile(desk, "evil, x\r\n.\r\n200 ok");
            desk.look();
            int logins = logins(desk);
            for (int i = 0; i < 5; i++) {
                desk.clock.advance(desk.config.resync);
                desk.look();
            }
            assertEquals(logins, logins(desk), "no new connection for it");
        }
    }

    private static int logins(Desk desk) {
        return (int) desk.zino.commands().stream().filter("USER"::equals).count();
    }

    @Test
    void charactersInPiecesAreNotTorn() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zino.sendAtOnce(1);
            hostile(desk, "blåbær, Tromsø 😀");
            assertTrue(desk.only().description().contains("(blåbær, Tromsø 😀)"));
        }
    }
}
