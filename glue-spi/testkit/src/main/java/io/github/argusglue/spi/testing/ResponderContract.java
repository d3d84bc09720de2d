package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that answers webhooks. The fake is a {@link ChallengingSystem}. */
public interface ResponderContract extends AbilityContract {

    private ChallengingSystem challenging() {
        return bench().system(ChallengingSystem.class);
    }

    private WebhookResponder responder() throws Exception {
        bench().adapter().start();
        return bench().adapter()
                .context()
                .webhookResponder()
                .orElseThrow(
                        () -> Rule.TEST_IS_COMPLETE.broken("answerWebhooks was not called in create() or start()"));
    }

    private WebhookResponse answer(WebhookResponder responder, WebhookRequest request) throws Exception {
        WebhookResponse answer = bench().adapter().webhook("the webhook responder", () -> responder.onRequest(request));
        Rule.WEBHOOK_ANSWERS.check(answer != null, "the webhook responder returned null");
        bench().adapter().noSecret("the answer to a webhook", answer.body());
        return answer;
    }

    private boolean isAuthentic(WebhookCheck check, WebhookRequest request) throws Exception {
        return bench().adapter().webhook("the webhook check", () -> check.isAuthentic(request));
    }

    private int hints() {
        return bench().adapter().context().snapshotRequests();
    }

    @Test
    default void challengeIsAnsweredAndDoesNothingElse() throws Exception {
        WebhookResponder responder = responder();
        WebhookRequest challenge = challenging().challenge();
        Rule.WEBHOOK_ANSWERS.check(
                responder.methods().contains(challenge.method()),
                "methods() is " + responder.methods() + ", and the system sends a " + challenge.method());
        int before = hints();
        WebhookResponse answer = answer(responder, challenge);
        Rule.WEBHOOK_ANSWERS.check(
                challenging().isAnsweredBy(answer), "the system does not accept " + answer + " to its challenge");
        TestBench.letTimePass(Duration.ofMillis(50));
        Rule.WEBHOOK_ANSWERS.check(
                hints() == before, "a challenge led to requestSnapshot(); it should only be answered");
    }

    @Test
    default void answeredWebhookLeadsToASnapshot() throws Exception {
        WebhookResponder responder = responder();
        challenging().open("one");
        bench().awaitOne();
        int before = hints();
        WebhookRequest request = challenging().webhook("one");
        Rule.WEBHOOK_ANSWERS.check(
                responder.methods().contains(request.method()),
                "methods() is " + responder.methods() + ", and the system sends a " + request.method());
        WebhookResponse answer = answer(responder, request);
        Rule.WEBHOOK_ANSWERS.check(answer.status() < 300, "a webhook about an open problem is answered with " + answer);
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (hints() == before && System.nanoTime() < deadline) {
            TestBench.letTimePass(Duration.ofMillis(5));
        }
        Rule.WEBHOOKS.check(hints() > before, "a webhook about an open problem did not lead to requestSnapshot()");
    }

    @Test
    default void invalidRequestIsRefused() throws Exception {
        WebhookResponder responder = responder();
        for (String body : List.of("", "{", "\u0000\u0001", "[]")) {
            WebhookRequest request = WebhookRequest.builder()
                    .method(challenging().webhook("one").method())
                    .body(body.getBytes(StandardCharsets.UTF_8))
                    .build();
            try {
                WebhookResponse answer = answer(responder, request);
                Rule.WEBHOOK_ANSWERS.check(
                        answer.status() != 500, "the webhook '" + body + "' is answered with " + answer);
            } catch (IllegalArgumentException e) {
                bench().adapter().noSecret("the answer to a webhook", String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                throw Rule.WEBHOOKS.broken(
                        "the webhook '" + body + "' made the responder throw " + e
                                + "; throw an IllegalArgumentException for an unusable one",
                        e);
            }
        }
    }

    /** Without the core's token, the check decides alone whether a GET is let through. */
    @Test
    default void checkRefusesWhatNobodySigned() throws Exception {
        responder();
        WebhookCheck check = bench().adapter().context().webhookCheck().orElse(null);
        if (check == null) {
            return;
        }
        WebhookRequest challenge = challenging().challenge();
        WebhookRequest request = challenging().webhook("one");
        Rule.WEBHOOK_ANSWERS.check(isAuthentic(check, challenge), "the check refuses the challenge of the system");
        Rule.WEBHOOK_ANSWERS.check(isAuthentic(check, request), "the check refuses a webhook of the system");
        for (WebhookRequest signed : List.of(challenge, request)) {
            WebhookRequest bare = WebhookRequest.builder()
                    .method(signed.method())
                    .path(signed.path())
                    .body(signed.body())
                    .build();
            Rule.WEBHOOK_ANSWERS.check(
                    !isAuthentic(check, bare),
                    "the check accepts a " + signed.method() + " with nothing that shows who sent it");
        }
    }
}
