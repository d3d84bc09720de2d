package io.github.argusglue.core.source;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an adapter gets: the way back to its source's loop. */
final class LoopContext implements SourceContext {
    private final String sourceName;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Runnable hint;
    private final Consumer<Notice> notices;
    private final WebhookInlet.Period webhooks;

    LoopContext(
            String sourceName,
            Clock clock,
            ThreadFactory threads,
            Runnable hint,
            Consumer<Notice> notices,
            WebhookInlet.Period webhooks) {
        this.sourceName = sourceName;
        this.clock = clock;
        this.threads = threads;
        this.hint = hint;
        this.notices = notices;
        this.webhooks = webhooks;
    }

    @Override
    public String sourceName() {
        return sourceName;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public ThreadFactory threadFactory() {
        return threads;
    }

    @Override
    public void requestSnapshot() {
        hint.run();
    }

    @Override
    public void onWebhook(WebhookHandler handler) {
        register(null, requireNonNull(handler, "handler is null"));
    }

    @Override
    public void onWebhook(WebhookCheck check, WebhookHandler handler) {
        register(requireNonNull(check, "check is null"), requireNonNull(handler, "handler is null"));
    }

    private void register(@Nullable WebhookCheck check, WebhookHandler handler) {
        if (!webhooks.register(check, handler)) {
            throw new IllegalStateException("source '" + sourceName + "' has a webhook handler already");
        }
    }

    @Override
    public void post(Notice notice) {
        notices.accept(notice);
    }
}
