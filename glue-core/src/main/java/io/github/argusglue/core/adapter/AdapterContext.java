package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an adapter gets: the way back to its source's loop. */
final class AdapterContext implements SourceContext {
    private final AdapterSettings settings;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Runnable hint;
    private final Consumer<Notice> notices;
    private final WebhookDispatcher.Period webhooks;
    private final SourceState state;

    /** @param state what the adapter can keep */
    AdapterContext(
            AdapterSettings settings,
            Clock clock,
            ThreadFactory threads,
            Runnable hint,
            Consumer<Notice> notices,
            WebhookDispatcher.Period webhooks,
            SourceState state) {
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.hint = hint;
        this.notices = notices;
        this.webhooks = webhooks;
        this.state = state;
    }

    @Override
    public String sourceName() {
        return settings.source();
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
            throw new IllegalStateException("source '" + settings.source() + "' has a webhook handler already");
        }
    }

    @Override
    public void post(Notice notice) {
        notices.accept(notice);
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public String installation() {
        return settings.environment().installation();
    }

    @Override
    public URI argusUrl() {
        return settings.environment().argusUrl();
    }
}
