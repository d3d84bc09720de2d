package io.github.argusglue.spi.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that follows a stream of events. The fake is a {@link StreamingSystem}. */
public interface StreamContract extends AbilityContract {
    /** How long what a test expects of a connected stream may take. */
    Duration SOON = Duration.ofSeconds(2);

    /** Returns how long the adapter may take to connect again after a stream broke. */
    default Duration reconnectDelay() {
        return Duration.ofSeconds(10);
    }

    private StreamingSystem streaming() {
        return bench().system(StreamingSystem.class);
    }

    private void startAndConnect() throws Exception {
        bench().adapter().start();
        streaming().open("one");
        bench().awaitOne();
        await(SOON, () -> streaming().streams() > 0, "no stream is connected after start()");
    }

    private static void await(Duration time, BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            Rule.EVENT_STREAMS.check(System.nanoTime() - deadline < 0, otherwise);
            TestBench.letTimePass(Duration.ofMillis(5));
        }
    }

    private int hints() {
        return bench().adapter().context().snapshotRequests();
    }

    private void checkEventIsFollowed(String when) {
        int before = hints();
        streaming().announce("one");
        await(SOON, () -> hints() > before, "an event about an open problem did not lead to requestSnapshot()" + when);
    }

    @Test
    default void eventLeadsToASnapshot() throws Exception {
        startAndConnect();
        checkEventIsFollowed("");
    }

    @Test
    default void brokenStreamIsFollowedAgain() throws Exception {
        startAndConnect();
        int before = hints();
        streaming().breakStreams();
        await(
                reconnectDelay(),
                () -> streaming().streams() > 0,
                "the connection of the stream broke, and nobody connected again");
        if (streaming().confirmsStreams()) {
            await(
                    SOON,
                    () -> hints() > before,
                    "the stream broke and is connected again, without requestSnapshot(): what happened in between is"
                            + " seen late");
        }
        checkEventIsFollowed(", on a stream that broke before");
    }

    @Test
    default void refusedStreamIsReportedAndSnapshotsGoOn() throws Exception {
        startAndConnect();
        streaming().refuseStreams();
        streaming().breakStreams();
        await(
                reconnectDelay(),
                () -> bench().adapter().health().problem().isPresent(),
                "the system refuses the stream, and health() does not say so");
        bench().awaitOne();
        streaming().recover();
    }

    @Test
    default void closeEndsTheStream() throws Exception {
        startAndConnect();
        bench().adapter().close();
        bench().adapter().checkNoThreadIsLeft();
        await(SOON, () -> streaming().streams() == 0, "the stream is still connected after close()");
    }
}
