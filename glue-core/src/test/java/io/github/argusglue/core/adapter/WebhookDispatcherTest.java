package io.github.argusglue.core.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.Webhooks.HandlerState;
import io.github.argusglue.core.status.Webhooks.WebhookResult;
import io.github.argusglue.core.status.Webhooks.WebhookVerdict;
import io.github.argusglue.spi.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class WebhookDispatcherTest {
    private static final WebhookRequest REQUEST = WebhookRequest.of(Map.of(), new byte[] {1});

    private final ClassLoader loader = new ClassLoader() {};
    private final WebhookDispatcher inlet = new WebhookDispatcher(new SourceThreads("oslo", loader));

    @AfterEach
    void end() {
        inlet.endSession();
    }

    @Test
    void reportsWhetherWebhooksAreAccepted() throws Exception {
        assertEquals(HandlerState.NOT_RUNNING, inlet.state());
        assertEquals(WebhookVerdict.NOT_NOW, answer(inlet).verdict());

        WebhookDispatcher.AdapterSession period = inlet.beginSession();
        assertEquals(HandlerState.NOT_RUNNING, inlet.state());
        assertEquals(WebhookVerdict.NOT_NOW, answer(inlet).verdict());
        inlet.adapterStarted();
        assertEquals(HandlerState.NO_HANDLER, inlet.state());
        assertEquals(WebhookVerdict.NO_HANDLER, answer(inlet).verdict());

        assertTrue(period.register(null, request -> {}));
        assertFalse(period.register(null, request -> {}));
        assertEquals(HandlerState.UNCHECKED, inlet.state());
        assertEquals(WebhookVerdict.TAKEN, answer(inlet).verdict());

        inlet.beginSession().register(request -> true, request -> {});
        assertEquals(HandlerState.CHECKED, inlet.state());
        inlet.endSession();
        assertEquals(HandlerState.NOT_RUNNING, inlet.state());
    }

    @Test
    void closedAdapterReceivesNoWebhooks() throws Exception {
        WebhookDispatcher.AdapterSession old = inlet.beginSession();
        inlet.beginSession();

        old.register(null, request -> {});

        assertEquals(WebhookVerdict.NOT_NOW, answer(inlet).verdict());
    }

    @Test
    void handlerRunsWithThePluginsClassLoader() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        inlet.beginSession().register(null, request -> {
            assertEquals("oslo", MDC.get("source"));
            seen.complete(Thread.currentThread().getContextClassLoader());
        });

        assertEquals(WebhookVerdict.TAKEN, answer(inlet).verdict());
        assertSame(loader, seen.get());
    }

    @Test
    void adapterDecidesTheOutcome() throws Exception {
        inlet.beginSession().register(null, request -> {
            throw new IllegalArgumentException("no alerts in it");
        });
        assertEquals(new WebhookResult(WebhookVerdict.INVALID, "no alerts in it"), answer(inlet));

        inlet.beginSession().register(null, request -> {
            throw new StackOverflowError();
        });
        assertEquals(WebhookVerdict.FAILED, answer(inlet).verdict());

        AtomicInteger handled = new AtomicInteger();
        inlet.beginSession().register(request -> false, request -> handled.incrementAndGet());
        assertEquals(WebhookVerdict.UNAUTHENTIC, answer(inlet).verdict());
        inlet.beginSession()
                .register(
                        request -> {
                            throw new IllegalArgumentException("bug");
                        },
                        request -> handled.incrementAndGet());
        assertEquals(WebhookVerdict.FAILED, answer(inlet).verdict());
        assertEquals(0, handled.get());
    }

    @Test
    void handlesOneWebhookAtATimeWithATimeout() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        inlet.beginSession().register(null, request -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaitUninterrupted(mayEnd);
            atOnce.decrementAndGet();
        });
        List<CompletableFuture<WebhookResult>> answers = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            answers.add(inlet.offer(REQUEST));
        }
        Await.until("the first is handled", () -> atOnce.get() == 1);
        Await.until("the queue is full", () -> {
            CompletableFuture<WebhookResult> answer = inlet.offer(REQUEST);
            return answer.isDone() && answer.join().verdict() == WebhookVerdict.NOT_NOW;
        });

        mayEnd.countDown();

        for (CompletableFuture<WebhookResult> answer : answers) {
            assertEquals(WebhookVerdict.TAKEN, answer.get(10, TimeUnit.SECONDS).verdict());
        }
        assertEquals(1, most.get());
    }

    @Test
    void hangingHandlerIsInterruptedAndTheNextWebhookIsHandled() throws Exception {
        WebhookDispatcher hasty = new WebhookDispatcher(new SourceThreads("oslo", loader), Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        hasty.beginSession().register(null, request -> {
            if (calls.getAndIncrement() == 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        });
        try {
            assertEquals(WebhookVerdict.NOT_NOW, answer(hasty).verdict());
            assertTrue(interrupted.await(10, TimeUnit.SECONDS));
            Await.until("the next is taken", () -> answer(hasty).verdict() == WebhookVerdict.TAKEN);
        } finally {
            hasty.endSession();
        }
    }

    @Test
    void waitingWebhooksAreRejectedWhenTheAdapterEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        inlet.beginSession().register(null, request -> {
            begun.countDown();
            awaitUninterrupted(never);
        });
        CompletableFuture<WebhookResult> running = inlet.offer(REQUEST);
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        CompletableFuture<WebhookResult> waiting = inlet.offer(REQUEST);

        inlet.endSession();

        assertEquals(WebhookVerdict.NOT_NOW, waiting.get(1, TimeUnit.SECONDS).verdict());
        never.countDown();
        assertEquals(WebhookVerdict.TAKEN, running.get(10, TimeUnit.SECONDS).verdict());
    }

    private static WebhookResult answer(WebhookDispatcher inlet) {
        return inlet.offer(REQUEST).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = true;
        while (interrupted) {
            try {
                latch.await();
                interrupted = false;
            } catch (InterruptedException e) {
                interrupted = latch.getCount() > 0;
            }
        }
    }
}
