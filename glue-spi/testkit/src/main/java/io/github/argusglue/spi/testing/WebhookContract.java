package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that receives webhooks. The fake is a {@link WebhookSystem}. */
public interface WebhookContract extends AbilityContract {

    private WebhookHandler handler() {
        return bench().adapter()
                .context()
                .webhook()
                .orElseThrow(() -> Rule.TEST_IS_COMPLETE.broken("onWebhook was not called in create() or start()"));
    }

    private WebhookRequest webhookOfAnOpenProblem() throws Exception {
        WebhookSystem system = bench().system(WebhookSystem.class);
        bench().adapter().start();
        system.open("one");
        bench().awaitOne();
        return system.webhook("one");
    }

    @Test
    default void webhookLeadsToASnapshot() throws Exception {
        WebhookRequest request = webhookOfAnOpenProblem();
        int before = bench().adapter().context().snapshotRequests();
        bench().adapter().webhook("the webhook handler", () -> {
            handler().onRequest(request);
            return "";
        });
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (bench().adapter().context().snapshotRequests() == before && System.nanoTime() < deadline) {
            TestBench.letTimePass(Duration.ofMillis(5));
        }
        Rule.WEBHOOKS.check(
                bench().adapter().context().snapshotRequests() > before,
                "a webhook about an open problem did not lead to requestSnapshot()");
        bench().awaitOne();
    }

    @Test
    default void invalidWebhookIsRefusedOrIgnored() throws Exception {
        WebhookRequest valid = webhookOfAnOpenProblem();
        for (String body : List.of("", "{", "\u0000\u0001", "[]")) {
            WebhookRequest request = WebhookRequest.of(Map.of(), body.getBytes(StandardCharsets.UTF_8));
            try {
                bench().adapter().webhook("the webhook handler", () -> {
                    handler().onRequest(request);
                    return "";
                });
            } catch (IllegalArgumentException e) {
                bench().adapter().noSecret("the answer to a webhook", String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                throw Rule.WEBHOOKS.broken(
                        "the webhook '" + body + "' made the handler throw " + e
                                + "; throw an IllegalArgumentException for an unusable one",
                        e);
            }
        }
        Rule.WEBHOOKS.check(valid.body().length > 0, "webhook() of the system has an empty body");
        bench().awaitOne();
    }

    /** Adapters without a check of their own rely on the core's token. */
    @Test
    default void checkRefusesAChangedWebhook() throws Exception {
        WebhookRequest request = webhookOfAnOpenProblem();
        WebhookCheck check = bench().adapter().context().webhookCheck().orElse(null);
        if (check == null) {
            return;
        }
        Rule.WEBHOOKS.check(
                bench().adapter().webhook("the webhook check", () -> check.isAuthentic(request)),
                "the check refuses a webhook of the system");
        WebhookRequest unsigned = WebhookRequest.of(Map.of(), request.body());
        Rule.WEBHOOKS.check(
                !bench().adapter().webhook("the webhook check", () -> check.isAuthentic(unsigned)),
                "the check accepts a webhook without its signature");
    }
}
