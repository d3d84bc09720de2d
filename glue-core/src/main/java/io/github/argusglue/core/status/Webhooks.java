package io.github.argusglue.core.status;

import io.github.argusglue.spi.WebhookRequest;
import java.util.concurrent.CompletableFuture;

/** Where webhooks of one source are taken. Any thread. */
public interface Webhooks {

    /** Returns whether webhooks can be taken. */
    State state();

    /** Hands a webhook over. Returns at once; the answer comes later, on whatever thread, but it comes. */
    CompletableFuture<Answer> offer(WebhookRequest request);

    /** Whether webhooks can be taken. */
    enum State {
        /** The source has no adapter just now. */
        NOT_RUNNING,
        /** Its adapter takes none. */
        NO_HANDLER,
        /** Its adapter takes them, and leaves it to the core to tell who may send them. */
        UNCHECKED,
        /** Its adapter takes them, and can tell whether they are genuine. */
        CHECKED
    }

    /** What became of a webhook. */
    enum Verdict {
        /** The adapter has it. */
        TAKEN,
        /** The adapter refused it as malformed; sending it again is useless. */
        INVALID,
        /** The adapter's check refused it, for example because of its signature. */
        UNAUTHENTIC,
        /** Nobody takes webhooks of this source. */
        NO_HANDLER,
        /** Not now; later it may be. */
        NOT_NOW,
        /** The adapter has a bug. */
        FAILED
    }

    /**
     * What became of a webhook.
     *
     * @param verdict in one word
     * @param text for the sender
     */
    record Answer(Verdict verdict, String text) {}
}
