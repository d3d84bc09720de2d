package io.github.argusglue.core.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.Webhooks.HandlerState;
import io.github.argusglue.core.status.Webhooks.WebhookResult;
import io.github.argusglue.core.status.Webhooks.WebhookVerdict;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

        assertTrue(period.registerHandler(null, request -> {}));
        assertFalse(period.registerHandler(null, request -> {}));
        assertEquals(HandlerState.UNCHECKED, inlet.state());
        assertEquals(WebhookVerdict.TAKEN, answer(inlet).verdict());

        inlet.beginSession().registerHandler(request -> true, request -> {});
        assertEquals(HandlerState.CHECKED, inlet.state());
        inlet.endSession();
        assertEquals(HandlerState.NOT_RUNNING, inlet.state());
    }

    @Test
    void closedAdapterReceivesNoWebhooks() throws Exception {
        WebhookDispatcher.AdapterSession old = inlet.beginSession();
        inlet.beginSession();

        old.registerHandler(null, request -> {});

        assertEquals(WebhookVerdict.NOT_NOW, answer(inlet).verdict());
    }

    @Test
    void handlerRunsWithThePluginsClassLoader() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        inlet.beginSession().registerHandler(null, request -> {
            assertEquals("oslo", MDC.get("source"));
            seen.complete(Thread.currentThread().getContextClassLoader());
        });

        assertEquals(WebhookVerdict.TAKEN, answer(inlet).verdict());
        assertSame(loader, seen.get());
    }

    @Test
    void adapterDecidesTheOutcome() throws Exception {
        inlet.beginSession().registerHandler(null, request -> {
            throw new IllegalArgumentException("no alerts in it");
        });
        assertEquals(new WebhookResult(WebhookVerdict.INVALID, "no alerts in it"), answer(inlet));

        inlet.beginSession().registerHandler(null, request -> {
            throw new StackOverflowError();
        });
        assertEquals(WebhookVerdict.FAILED, answer(inlet).verdict());

        AtomicInteger handled = new AtomicInteger();
        inlet.beginSession().registerHandler(request -> false, request -> handled.incrementAndGet());
        assertEquals(WebhookVerdict.UNAUTHENTIC, answer(inlet).verdict());
        inlet.beginSession()
                .registerHandler(
                        request -> {
                            throw new IllegalArgumentException("bug");
                        },
                        request -> handled.incrementAndGet());
        assertEquals(WebhookVerdict.FAILED, answer(inlet).verdict());
        assertEquals(0, handled.get());
    }

    @Test
    void responderDecidesTheAnswer() throws Exception {
        WebhookResponse echo = WebhookResponse.text(202, "abc");
        WebhookDispatcher.AdapterSession session = inlet.beginSession();
        assertEquals(Set.of(), inlet.methods());
        assertTrue(session.register(null, responder(Set.of("GET", "PUT"), echo)));

        assertEquals(Set.of("GET", "PUT"), inlet.methods());
        assertEquals(new WebhookResult(WebhookVerdict.TAKEN, "", echo), answer(inlet));
        inlet.beginSession().register(null, request -> nothing());
        assertEquals(WebhookVerdict.FAILED, answer(inlet).verdict());
        assertEquals(Set.of("POST"), inlet.methods());
    }

    @Test
    void otherMethodsAreNotLetThrough() {
        WebhookDispatcher.AdapterSession session = inlet.beginSession();
        for (Set<String> methods : List.of(Set.of("DELETE"), Set.of("GET", "get"), Set.<String>of())) {
            WebhookResponder responder = responder(methods, WebhookResponse.taken());
            assertThrows(IllegalArgumentException.class, () -> session.register(null, responder));
        }
    }

    @Test
    void handlerTakesOnlyItsOwnAddress() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        inlet.beginSession().registerHandler(null, request -> handled.incrementAndGet());

        WebhookResponse answer = inlet.offer(
                        WebhookRequest.builder().path("typing/error").build())
                .get(20, TimeUnit.SECONDS)
                .response();

        assertEquals(404, answer == null ? 0 : answer.status());
        assertEquals(0, handled.get());
    }

    private static WebhookResponder responder(Set<String> methods, WebhookResponse response) {
        return new WebhookResponder() {
            @Override
            public Set<String> methods() {
                return methods;
            }

            @Override
            public WebhookResponse onRequest(WebhookRequest request) {
                return response;
            }
        };
    }

    /** A plugin does not have to respect that null is not allowed. */
    @SuppressWarnings("NullAway")
    private static WebhookResponse nothing() {
        return null;
    }

    @Test
    void handlesOneWebhookAtATimeWithATimeout() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        inlet.beginSession().registerHandler(null, request -> {
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
        hasty.beginSession().registerHandler(null, request -> {
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
            // On a busy machine the thread may begin after the timeout: then the handler has not been called yet.
            Await.until("a handler that hangs is interrupted", () -> {
                answer(hasty);
                return interrupted.getCount() == 0;
            });
            Await.until("the next is taken", () -> answer(hasty).verdict() == WebhookVerdict.TAKEN);
        } finally {
            hasty.endSession();
        }
    }

    /**
     * The thread may begin just after the timeout. A handler that hung then was not interrupted, as nothing was
     * running.
     */
    @Test
    void handlerDoesNotBeginAfterTheTimeout() {
        AtomicInteger calls = new AtomicInteger();
        WebhookDispatcher.PendingWebhook late = new WebhookDispatcher.PendingWebhook(
                inlet.beginSession(), null, new PlainWebhooks(request -> calls.incrementAndGet()), REQUEST);

        assertFalse(late.interrupt());
        late.run();

        assertEquals(0, calls.get());
    }

    @Test
    void waitingWebhooksAreRejectedWhenTheAdapterEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        inlet.beginSession().registerHandler(null, request -> {
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
