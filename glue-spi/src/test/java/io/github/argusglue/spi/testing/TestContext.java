package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceState;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A context that notes what an adapter does with it. Safe for use by any thread. */
public final class TestContext implements SourceContext {
    private final String sourceName;
    private final Clock clock;
    private final TestState state;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String installation = "00000000c0ffee00";
    private volatile @Nullable WebhookHandler webhook;
    private volatile @Nullable WebhookCheck webhookCheck;

    /** Makes one for a source named {@code test} that lives in real time. */
    public TestContext() {
        this("test", Clock.systemUTC());
    }

    /** Makes one. */
    public TestContext(String sourceName, Clock clock) {
        this(sourceName, clock, new TestState());
    }

    /** Makes one with what an earlier adapter has kept. */
    public TestContext(String sourceName, Clock clock, TestState state) {
        this.sourceName = requireNonNull(sourceName, "sourceName is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.state = requireNonNull(state, "state is null");
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
        return task -> {
            Thread thread = new Thread(task, sourceName + "-" + threads.size());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, cause) -> escaped.add(cause));
            threads.add(thread);
            return thread;
        };
    }

    @Override
    public void requestSnapshot() {
        requests.incrementAndGet();
    }

    @Override
    public synchronized void onWebhook(WebhookHandler handler) {
        if (webhook != null) {
            throw new IllegalStateException("there is a webhook handler already");
        }
        webhook = requireNonNull(handler, "handler is null");
    }

    @Override
    public synchronized void onWebhook(WebhookCheck check, WebhookHandler handler) {
        onWebhook(handler);
        webhookCheck = requireNonNull(check, "check is null");
    }

    @Override
    public void post(Notice notice) {
        notices.add(requireNonNull(notice, "notice is null"));
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public String installation() {
        return installation;
    }

    @Override
    public URI argusUrl() {
        return URI.create("https://argus.example.org/");
    }

    /** Makes it one of another installation; returns this. */
    public TestContext installation(String id) {
        installation = requireNonNull(id, "id is null");
        return this;
    }

    /** Returns how often a snapshot was asked for. */
    public int snapshotRequests() {
        return requests.get();
    }

    /** Returns the handler for webhooks; empty if the adapter has set none. */
    public Optional<WebhookHandler> webhook() {
        return Optional.ofNullable(webhook);
    }

    /** Returns the check for webhooks; empty if the adapter has set none. */
    public Optional<WebhookCheck> webhookCheck() {
        return Optional.ofNullable(webhookCheck);
    }

    /** Returns what was posted, in order. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Returns the threads made by the factory that still live. */
    public List<Thread> liveThreads() {
        List<Thread> live = new ArrayList<>();
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                live.add(thread);
            }
        }
        return List.copyOf(live);
    }

    /** Returns what threads made by the factory died of. */
    public List<Throwable> escaped() {
        return List.copyOf(escaped);
    }
}
