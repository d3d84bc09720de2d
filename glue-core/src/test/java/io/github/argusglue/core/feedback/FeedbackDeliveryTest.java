package io.github.argusglue.core.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.adapter.WebhookDispatcher;
import io.github.argusglue.core.controller.AdapterSketch;
import io.github.argusglue.core.controller.ScriptedSource;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits of the queue; delivery is tested with whole loops. */
final class FeedbackDeliveryTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final TestClock clock = new TestClock(ScriptedSource.START);
    private final ScriptedSource plugin = new ScriptedSource();
    private final SourceThreads threads = new SourceThreads("oslo", plugin.loader());
    private final AtomicBoolean mayWrite = new AtomicBoolean(true);
    private final AdapterClient source = new AdapterClient(
            new AdapterSettings("oslo", LONG, LONG, environment()),
            plugin,
            clock,
            threads,
            () -> {},
            notice -> {},
            new WebhookDispatcher(threads, LONG));
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final FeedbackDelivery delivery = new FeedbackDelivery(source, clock, inbox::add, pk -> true, told -> {});

    private AdapterEnvironment environment() {
        AdapterEnvironment usual = AdapterSketch.in(Path.of("unused"));
        return new AdapterEnvironment(
                usual.store(),
                usual.http(),
                usual.installation(),
                usual.argusUrl(),
                usual.maxAnswerBytes(),
                mayWrite::get);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            Feedback feedback = Feedback.builder(AlertId.unique("a"), Feedback.Kind.ACKNOWLEDGED, ScriptedSource.START)
                    .id("ack-" + i)
                    .incident(7)
                    .build();
            delivery.send(List.of(
                    new PendingFeedback(feedback, DeliveredState.nothing(7).handled(i + 1))));
        }
    }

    @Test
    void fewPendingItemsAreKept() {
        send(19);
        delivery.prune(7);
        delivery.prune(8);
        assertEquals(19, delivery.size());
        assertNotNull(delivery.pendingState(7));
    }

    @Test
    void tooManyPendingItemsAreDropped() {
        send(20);
        delivery.prune(7);
        assertEquals(0, delivery.size());
        assertNull(delivery.pendingState(7));
    }

    @Test
    void itemInProgressIsKept() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean called = new AtomicBoolean();
        plugin.accepts = EnumSet.allOf(Feedback.Kind.class);
        plugin.onDeliver = () -> {
            called.set(true);
            end.await();
            return true;
        };
        AtomicBoolean answered = new AtomicBoolean();
        source.requestSnapshot(List.of(), Runnable::run, answer -> answered.set(true));
        Await.until("the adapter runs", answered::get);
        send(20);
        delivery.sourceAnswered();
        delivery.tick(System.nanoTime(), true);
        Await.until("under way", called::get);

        delivery.prune(7);

        assertEquals(1, delivery.size());
        assertEquals(DeliveredState.nothing(7).handled(1), delivery.pendingState(7));
        end.countDown();
        source.closeAdapter();
    }

    /** A process was frozen between the decision and the call, and another one has taken the source over. */
    @Test
    void nothingIsDeliveredWithoutPermit() {
        AtomicInteger calls = new AtomicInteger();
        plugin.accepts = EnumSet.allOf(Feedback.Kind.class);
        plugin.onDeliver = () -> {
            calls.incrementAndGet();
            return true;
        };
        AtomicBoolean answered = new AtomicBoolean();
        source.requestSnapshot(List.of(), Runnable::run, answer -> answered.set(true));
        Await.until("the adapter runs", answered::get);
        send(1);
        delivery.sourceAnswered();
        mayWrite.set(false);
        delivery.tick(System.nanoTime(), true);
        Await.until("answered", () -> !inbox.isEmpty());
        inbox.remove().run();
        assertEquals(0, calls.get());
        assertTrue(String.valueOf(delivery.problem()).contains("does not own"), delivery::problem);

        mayWrite.set(true);
        Await.until("retried and delivered", () -> {
            delivery.tick(System.nanoTime(), true);
            Runnable message = inbox.poll();
            if (message != null) {
                message.run();
            }
            return delivery.isIdle();
        });
        assertEquals(1, calls.get());
        source.closeAdapter();
    }
}
