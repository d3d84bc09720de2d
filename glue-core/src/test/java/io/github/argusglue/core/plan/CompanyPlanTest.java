package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.registry.ClosedIncident.By;
import io.github.argusglue.core.registry.PeerWriters;
import io.github.argusglue.spi.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is not touched because another process writes with the same token, and for how long. */
final class CompanyPlanTest {
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);
    private static final Duration TRUCE = Duration.ofHours(1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final List<String> CONTESTED =
            List.of("1 alert whose incident another process with this token ended again");
    private static final List<String> LEFT =
            List.of("1 closing of incidents that another process with this token opened");

    private final Scene scene = new Scene();
    private final PeerWriters peers = scene.ledger.peers();

    private static Alert keyed(String key) {
        return Scene.keyed(key).build();
    }

    private List<String> endedByOther() {
        peers.recordEndedByOther(1, scene.now);
        scene.ended(1, keyed("a"), Duration.ZERO, By.SOURCE);
        return scene.complete(keyed("a"));
    }

    @Test
    void incidentEndedByAPeerIsRestartedOnce() {
        assertEquals(List.of("restart 1"), endedByOther());
        peers.recordRestarted(1, scene.now);
        scene.after(TRUCE.minus(A_MINUTE));
        assertEquals(List.of(), endedByOther());
        assertEquals(CONTESTED, scene.holds());
        scene.after(TRUCE.minus(A_MINUTE));
        assertEquals(List.of(), scene.again());
        scene.after(A_MINUTE);
        assertEquals(1, scene.again().size(), "the truce is over");
    }

    @Test
    void incidentRestartedLongAgoIsRestartedAgain() {
        peers.recordRestarted(1, scene.now);
        scene.after(TRUCE);
        assertEquals(List.of("restart 1"), endedByOther());
    }

    @Test
    void contestTimeIsPerIncident() {
        peers.recordRestarted(1, scene.now);
        assertEquals(List.of(), endedByOther());
        scene.after(A_MINUTE);
        peers.recordRestarted(2, scene.now);
        assertEquals(List.of(), scene.again(), "what is agreed on outlives another restart");
        scene.after(TRUCE);
        peers.recordRestarted(3, scene.now);
        assertEquals(List.of("restart 1"), endedByOther());
    }

    @Test
    void incidentOpenedByAPeerIsLeftToItWhileItIsActive() {
        scene.opened(1, keyed("a")).opened(2, keyed("b"));
        peers.recordOpenedByOther(1, scene.now);
        assertEquals(List.of("end 2"), scene.complete());
        assertEquals(LEFT, scene.holds());
        scene.carryOutClosings(1);
        scene.after(GONE_AFTER.minus(A_MINUTE));
        assertEquals(List.of(), scene.complete());
        scene.after(A_MINUTE);
        assertEquals(List.of("end 1"), scene.complete());
    }

    @Test
    void incidentSeenByOurSourceIsEndedByUs() {
        scene.opened(1, keyed("a"));
        peers.recordOpenedByOther(1, scene.now);
        peers.forgetOthers(pk -> pk == 1);
        assertEquals(List.of("end 1"), scene.complete());
    }

    @Test
    void duplicateOfAPeerIsLeftToIt() {
        scene.opened(1, keyed("a")).opened(2, keyed("a"));
        peers.recordOpenedByOther(2, scene.now);
        assertEquals(List.of(), scene.complete(keyed("a")));
        scene.after(GONE_AFTER);
        assertEquals(List.of("end 2"), scene.complete(keyed("a")));
    }

    @Test
    void unexplainedIncidentEndsAfterASecondSnapshot() {
        scene.opened(1, keyed("a")).opened(2, keyed("b"));
        peers.recordUnexplained(List.of(1L));
        assertEquals(Set.of(1L), peers.unexplained());
        assertEquals(List.of("end 2"), scene.complete());
        assertEquals(1, scene.holds().size());
        assertTrue(
                scene.holds()
                        .get(0)
                        .startsWith("1 closing of incidents that no alert explains: waiting for a later snapshot"),
                scene.holds()::toString);
        scene.after(Duration.ofSeconds(30));
        assertEquals(List.of("end 1", "end 2"), scene.complete());
    }

    @Test
    void explainedIncidentIsNoLongerUnexplained() {
        scene.opened(1, keyed("a"));
        peers.recordUnexplained(List.of(1L));
        peers.recordUnexplained(List.of());
        assertEquals(Set.of(), peers.unexplained());
        assertEquals(List.of("end 1"), scene.complete());
    }

    private List<String> metadataDiffers() {
        scene.opened(1, Scene.keyed("a").metadata(Map.of("whose", "theirs")).build());
        return scene.complete(Scene.keyed("a").metadata(Map.of("whose", "ours")).build());
    }

    @Test
    void foreignMetadataIsCorrected() {
        assertEquals(List.of("change 1 metadata"), metadataDiffers());
    }

    @Test
    void metadataOfAnActivePeerIsAccepted() {
        peers.recordSeen(scene.now);
        assertEquals(List.of(), metadataDiffers());
    }

    @Test
    void metadataOfAnEndedPeerIsCorrected() {
        peers.recordSeen(scene.now.minus(GONE_AFTER));
        assertEquals(List.of("change 1 metadata"), metadataDiffers());
    }

    @Test
    void metadataOfAnExpectedPeerIsAccepted() {
        peers.expectPeer();
        assertEquals(List.of(), metadataDiffers());
        Alert other = Scene.keyed("a")
                .metadata(Map.of("whose", "ours"))
                .description("new")
                .build();
        assertEquals(List.of("change 1 description metadata"), scene.complete(other));
    }

    @Test
    void peerIsActiveForFifteenMinutesAfterItsLastWrite() {
        assertFalse(peers.isActive(scene.now));
        peers.recordSeen(scene.now);
        assertTrue(peers.isActive(scene.now.plus(GONE_AFTER).minusMillis(1)));
        assertFalse(peers.isActive(scene.now.plus(GONE_AFTER)));
        peers.recordEndedByOther(7, scene.now.plus(GONE_AFTER));
        assertTrue(peers.isActive(scene.now.plus(GONE_AFTER)));
    }
}
