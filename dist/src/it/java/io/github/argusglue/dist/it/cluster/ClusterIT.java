package io.github.argusglue.dist.it.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.dist.it.Await;
import io.github.argusglue.dist.it.Lab;
import io.github.argusglue.dist.it.LabArgus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three processes, ten sources, a real etcd with three members and a real Argus, with {@code on_engine_loss = "stop"}.
 * Alerts come and go all the time. Whatever happens to one of them, every alert has one incident that is open as long
 * as the alert, and two processes never write for one source at the same time.
 */
@ExtendWith(Lab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration TTL = Duration.ofSeconds(5);

    /** Alerts each second: what a real Argus can take on a busy machine. */
    private static final int A_SECOND = 2;

    private static final String ALL = "all sources are owned by others than ";

    private final LabArgus argus;
    private final ClusterLab lab;
    private final ClusterProcess victim;

    ClusterIT(LabArgus argus) throws IOException {
        this.argus = argus;
        this.lab = new ClusterLab(argus, new ClusterSettings(3, 3, 10, 100, TTL, "stop"));
        this.victim = lab.processes().get(0);
    }

    @BeforeEach
    void everythingWorks() {
        lab.awaitCorrect(SOON);
    }

    @AfterAll
    void close() throws IOException {
        lab.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Runs the steps of a test while alerts come and go; then everything has to work again and be correct. */
    private void duringAStorm(Step step) throws Exception {
        try (AlertStorm storm = new AlertStorm(lab, A_SECOND, 1)) {
            storm.begin();
            step.run();
        } finally {
            for (ClusterProcess process : lab.processes()) {
                process.mend();
            }
        }
        lab.awaitCorrect(SOON);
        assertEquals(List.of(), lab.judge().violations());
    }

    private void awaitTakenOver() {
        Await.slowly(SOON, ALL + victim.name(), () -> {
            Map<String, String> owners = lab.owners();
            return owners.size() == lab.sources().size() && !owners.containsValue(victim.name());
        });
    }

    /** Waits until alerts that begin now are in Argus, whatever the victim does. */
    private void awaitDelivered() throws IOException {
        for (String source : lab.sources()) {
            lab.alerts().open(source, 1);
        }
        lab.awaitOpened(SOON);
    }

    @Test
    void killed() throws Exception {
        duringAStorm(() -> {
            victim.process().kill();
            awaitTakenOver();
            awaitDelivered();
        });
    }

    @Test
    void terminated() throws Exception {
        duringAStorm(() -> {
            victim.terminate();
            // It has handed everything over before it ended.
            assertFalse(lab.owners().containsValue(victim.name()), () -> "owns nothing: " + victim.name());
            awaitTakenOver();
            awaitDelivered();
        });
    }

    /** It is frozen until its session has ended, and then goes on where it was. */
    @Test
    void frozenAndThawed() throws Exception {
        duringAStorm(() -> {
            victim.process().pause();
            awaitTakenOver();
            awaitDelivered();
            victim.process().resume();
        });
    }

    @Test
    void cutFromEtcd() throws Exception {
        duringAStorm(() -> {
            victim.cutEtcd();
            awaitTakenOver();
            awaitDelivered();
        });
    }

    /** Its session goes on, so it has to say by itself that others should own its sources. */
    @Test
    void cutFromArgus() throws Exception {
        duringAStorm(() -> {
            victim.cutArgus();
            awaitDelivered();
        });
    }

    @Test
    void leaseRevoked() throws Exception {
        duringAStorm(() -> {
            String session = requireNonNull(lab.sessions().get(victim.name()));
            lab.etcd().ctl("lease", "revoke", session);
            Await.slowly(SOON, "a new session", () -> {
                String now = lab.sessions().get(victim.name());
                return now != null && !now.equals(session);
            });
            assertNotEquals(session, lab.sessions().get(victim.name()));
        });
    }

    @Test
    void oneMemberOfEtcdIsGone() throws Exception {
        duringAStorm(() -> {
            lab.etcd().kill(1);
            try {
                awaitDelivered();
            } finally {
                lab.etcd().run(1);
            }
        });
    }

    @Test
    void theMajorityOfEtcdIsGone() throws Exception {
        duringAStorm(() -> {
            int before = lab.stopped();
            lab.etcd().kill(1);
            lab.etcd().kill(2);
            try {
                Await.that(
                        SOON,
                        "all have stopped",
                        () -> lab.stopped() >= before + lab.processes().size());
            } finally {
                lab.etcd().run(1);
                lab.etcd().run(2);
            }
        });
    }

    @Test
    void allAreRestarted() throws Exception {
        Instant begin = Instant.now();
        duringAStorm(() -> lab.restartAll(SOON));
        Duration longest = lab.judge().longestDelay(begin);
        // How long it takes on a machine of its own is measured by ClusterRun.
        assertTrue(longest.compareTo(Duration.ofSeconds(20)) < 0, () -> "the longest delay was " + longest);
    }

    /** The clocks of three processes are wrong by ten minutes, right, and wrong by ten minutes the other way. */
    @Test
    void clocksApart() throws Exception {
        Duration apart = Duration.ofMinutes(10);
        try (ClusterLab other = new ClusterLab(argus, new ClusterSettings(3, 1, 6, 30, TTL, "stop", apart))) {
            other.awaitCorrect(SOON);
            for (ClusterProcess each : other.processes()) {
                each.process().kill();
                for (String source : other.sources()) {
                    other.alerts().open(source, 2);
                    other.alerts().end(source, 1);
                }
                other.awaitEqual(SOON);
                each.start();
                other.awaitCorrect(SOON);
            }
            assertEquals(List.of(), other.judge().violations());
            assertEquals(
                    List.of(-10L, 0L, 10L),
                    other.processes().stream().map(ClusterProcess::minutesAhead).toList(),
                    "minutes that their clocks are ahead");
        }
    }

    /** With {@code on_engine_loss = "continue"}, alerts arrive in Argus while there is no etcd at all. */
    @Test
    void continuesWithoutEtcd() throws Exception {
        try (ClusterLab other = new ClusterLab(argus, new ClusterSettings(2, 1, 4, 20, TTL, "continue"))) {
            other.awaitCorrect(SOON);
            other.etcd().kill(1);
            long end = System.nanoTime() + TTL.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                for (String source : other.sources()) {
                    other.alerts().open(source, 1);
                    other.alerts().end(source, 1);
                }
                other.awaitEqual(SOON);
            }
            other.etcd().run(1);
            other.awaitCorrect(SOON);
            assertEquals(List.of(), other.judge().violations());
        }
    }
}
