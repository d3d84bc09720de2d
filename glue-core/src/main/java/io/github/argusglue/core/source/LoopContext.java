package io.github.argusglue.core.source;

import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookHandler;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an adapter gets: the way back to its source's loop. */
final class LoopContext implements SourceContext {
    private final String sourceName;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Runnable hint;
    private final Consumer<Notice> notices;
    private final AtomicReference<@Nullable WebhookHandler> webhook = new AtomicReference<>();

    LoopContext(String sourceName, Clock clock, ThreadFactory threads, Runnable hint, Consumer<Notice> notices) {
        this.sourceName = sourceName;
        this.clock = clock;
        this.threads = threads;
        this.hint = hint;
        this.notices = notices;
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
        if (!webhook.compareAndSet(null, handler)) {
            throw new IllegalStateException("source '" + sourceName + "' has a webhook handler already");
        }
    }

    @Override
    public void post(Notice notice) {
        notices.accept(notice);
    }
}
