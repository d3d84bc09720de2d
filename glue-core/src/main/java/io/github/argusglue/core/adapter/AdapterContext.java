package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.http.OpenClients;
import io.github.argusglue.http.StreamHost;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** What the core offers to an adapter. */
final class AdapterContext implements SourceContext, AutoCloseable {
    private final AdapterSettings settings;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Runnable hint;
    private final Consumer<Notice> notices;
    private final WebhookDispatcher.AdapterSession webhooks;
    private final SourceState state;
    private final OpenClients clients = new OpenClients();

    /** @param state what the adapter keeps for its successors */
    AdapterContext(
            AdapterSettings settings,
            Clock clock,
            ThreadFactory threads,
            Runnable hint,
            Consumer<Notice> notices,
            WebhookDispatcher.AdapterSession webhooks,
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
    public SourceHttpClient http(HttpAccess access) {
        return clients.add(
                settings.environment().http().client(access, new StreamHost(threads, hint), maxAnswerBytes()));
    }

    @Override
    public long maxAnswerBytes() {
        return settings.environment().maxAnswerBytes();
    }

    /** Cancels the adapter's HTTP calls; an adapter that waits for one can then be closed. */
    @Override
    public void close() {
        clients.close();
        settings.environment().http().save();
    }

    @Override
    public void requestSnapshot() {
        hint.run();
    }

    @Override
    public void onWebhook(WebhookHandler handler) {
        requireFirst(webhooks.registerHandler(null, requireNonNull(handler, "handler is null")));
    }

    @Override
    public void onWebhook(WebhookCheck check, WebhookHandler handler) {
        requireFirst(webhooks.registerHandler(
                requireNonNull(check, "check is null"), requireNonNull(handler, "handler is null")));
    }

    @Override
    public void answerWebhooks(WebhookResponder responder) {
        requireFirst(webhooks.register(null, requireNonNull(responder, "responder is null")));
    }

    @Override
    public void answerWebhooks(WebhookCheck check, WebhookResponder responder) {
        requireFirst(webhooks.register(
                requireNonNull(check, "check is null"), requireNonNull(responder, "responder is null")));
    }

    private void requireFirst(boolean isFirst) {
        if (!isFirst) {
            throw new IllegalStateException("source '" + settings.source() + "' already has a webhook handler");
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
