package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Finds times in a snapshot that an adapter has taken from the machine's clock instead of its context's. */
final class WallClockCheck {
    private static final Duration NEAR = Duration.ofHours(2);

    private WallClockCheck() {}

    static void check(Snapshot found, Clock ofTest) {
        Instant wall = Clock.systemUTC().instant();
        if (near(wall, ofTest.instant())) {
            return;
        }
        for (Alert alert : found.alerts()) {
            check(wall, alert.startedAt(), "the start of '" + alert.id() + "'", ofTest);
            alert.acknowledgement()
                    .ifPresent(ack -> check(wall, ack.at(), "an acknowledgement of '" + alert.id() + "'", ofTest));
            alert.unknownSince().ifPresent(since -> check(wall, since, "held(since) of '" + alert.id() + "'", ofTest));
        }
        for (Ending ending : found.endings()) {
            check(wall, ending.endedAt(), "the ending of '" + ending.alertId() + "'", ofTest);
        }
    }

    private static void check(Instant wall, Instant time, String what, Clock ofTest) {
        Rule.TIME_OF_THE_CONTEXT.check(
                !near(wall, time),
                what + " is at " + time + ", the time of this machine; by the context's clock it is "
                        + ofTest.instant());
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(NEAR) < 0;
    }
}
