package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.Webhooks.HandlerState;
import io.github.argusglue.core.status.Webhooks.WebhookVerdict;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery of webhooks to the current adapter of a source. */
final class SourceLoopWebhookTest {
    private final LoopScene scene;
    private Consumer<SourceContext> registering = context -> {};

    SourceLoopWebhookTest(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.interval = Duration.ofHours(1);
        scene.source.onStart = () -> {
            registering.accept(scene.source.lastAdapter().context);
            return true;
        };
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private WebhookVerdict offer() {
        return scene.loop()
                .webhooks()
                .offer(WebhookRequest.of(Map.of(), new byte[0]))
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .verdict();
    }

    @Test
    void webhookTriggersSnapshotAtOnce() {
        registering = context -> context.onWebhook(request -> {
            scene.source.open(alert("a"));
            context.requestSnapshot();
        });
        scene.start();
        Await.until("settled", () -> scene.status().settled());

        assertEquals(WebhookVerdict.TAKEN, offer());

        scene.awaitOpen("a");
        Await.until("it is shown", () -> !scene.loop().lastActions().isEmpty());
        assertEquals("open", scene.loop().lastActions().get(0).action());
        assertEquals(
                1,
                scene.loop()
                        .openIncidents(5)
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .total());
    }

    @Test
    void adapterWithoutHandlerReportsIt() {
        scene.start();

        Await.until("it runs", () -> scene.loop().webhooks().state() == HandlerState.NO_HANDLER);
        assertEquals(WebhookVerdict.NO_HANDLER, offer());
    }

    @Test
    void webhookThatFailsCheckIsRefused() {
        registering = context -> context.onWebhook(request -> false, request -> context.requestSnapshot());
        scene.start();

        Await.until("it runs", () -> scene.loop().webhooks().state() == HandlerState.CHECKED);
        assertEquals(WebhookVerdict.UNAUTHENTIC, offer());
    }

    @Test
    void responderAnswersWhatItsCheckLetsThrough() {
        registering = context -> context.answerWebhooks(
                request -> request.query("key").isPresent(),
                request -> WebhookResponse.text(202, request.query("key").orElse("")));
        scene.start();
        Await.until("it runs", () -> scene.loop().webhooks().state() == HandlerState.CHECKED);
        assertEquals(WebhookVerdict.UNAUTHENTIC, offer());

        assertEquals(
                WebhookResponse.text(202, "k"),
                scene.loop()
                        .webhooks()
                        .offer(WebhookRequest.builder().query("key", "k").build())
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .response());
    }

    @Test
    void responderAfterAHandlerIsRefused() {
        registering = context -> {
            context.onWebhook(request -> {});
            context.answerWebhooks(request -> WebhookResponse.taken());
        };
        scene.start();

        Await.until("the fault is told", () -> scene.status().sourceFault() != null);
        assertTrue(String.valueOf(scene.status().sourceFault()).contains("already has a webhook handler"));
    }

    @Test
    void secondHandlerIsRefused() {
        registering = context -> {
            context.onWebhook(request -> {});
            context.onWebhook(request -> {});
        };
        scene.start();

        Await.until("the fault is told", () -> scene.status().sourceFault() != null);
        assertTrue(String.valueOf(scene.status().sourceFault()).contains("already has a webhook handler"));
    }

    @Test
    void refusesWebhooksAfterClose() throws InterruptedException {
        registering = context -> context.onWebhook(request -> {});
        scene.start();
        Await.until("it runs", () -> scene.loop().webhooks().state() == HandlerState.UNCHECKED);

        scene.loop().close();

        assertEquals(WebhookVerdict.NOT_NOW, offer());
    }
}
