package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.http.HttpObserver;
import io.github.argusglue.http.OpenClients;
import io.github.argusglue.http.RequestBudget;
import io.github.argusglue.http.SourceHttp;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A context that records what an adapter does with it. Safe for use by any thread. */
public final class TestContext implements SourceContext, AutoCloseable {
    private final String sourceName;
    private final Clock clock;
    private final TestState state;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final OpenClients clients = new OpenClients();
    private final RequestBudget budget;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean followsStreams;
    private volatile long maxAnswerBytes = SourceContext.super.maxAnswerBytes();
    private volatile String installation = "00000000c0ffee00";
    private volatile @Nullable WebhookHandler webhook;
    private volatile @Nullable WebhookResponder responder;
    private volatile @Nullable WebhookCheck webhookCheck;

    /** Creates a context for a source named {@code test} with the system clock. */
    public TestContext() {
        this("test", Clock.systemUTC());
    }

    /** Creates a context with an empty state. */
    public TestContext(String sourceName, Clock clock) {
        this(sourceName, clock, new TestState());
    }

    /** Creates a context with the state of an earlier adapter. */
    public TestContext(String sourceName, Clock clock, TestState state) {
        this.sourceName = requireNonNull(sourceName, "sourceName is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.state = requireNonNull(state, "state is null");
        this.budget = RequestBudget.inMemory(clock);
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
    public SourceHttpClient http(HttpAccess access) {
        StreamHost host = new StreamHost(this::streamThread, this::requestSnapshot);
        return clients.add(new SourceHttp(access, clock, budget, HttpObserver.NONE, host, maxAnswerBytes));
    }

    private Thread streamThread(Runnable stream) {
        followsStreams = true;
        return threadFactory().newThread(stream);
    }

    /** Ends the HTTP calls of the adapter and fails later ones, as the core does before it closes an adapter. */
    @Override
    public void close() {
        clients.close();
    }

    @Override
    public void requestSnapshot() {
        requests.incrementAndGet();
    }

    @Override
    public synchronized void onWebhook(WebhookHandler handler) {
        if (webhook != null || responder != null) {
            throw new IllegalStateException("a webhook handler is already set");
        }
        webhook = requireNonNull(handler, "handler is null");
    }

    @Override
    public synchronized void onWebhook(WebhookCheck check, WebhookHandler handler) {
        onWebhook(handler);
        webhookCheck = requireNonNull(check, "check is null");
    }

    @Override
    public synchronized void answerWebhooks(WebhookResponder answering) {
        if (webhook != null || responder != null) {
            throw new IllegalStateException("a webhook handler is already set");
        }
        responder = requireNonNull(answering, "responder is null");
    }

    @Override
    public synchronized void answerWebhooks(WebhookCheck check, WebhookResponder answering) {
        answerWebhooks(answering);
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

    @Override
    public long maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /**
     * Sets how many bytes of one answer the adapter may hold in memory; returns this. Set it before the adapter is
     * made.
     */
    public TestContext maxAnswerBytes(long bytes) {
        maxAnswerBytes = bytes;
        return this;
    }

    /** Sets the id of the installation; returns this. */
    public TestContext installation(String id) {
        installation = requireNonNull(id, "id is null");
        return this;
    }

    /** Returns how many snapshots were requested. */
    public int snapshotRequests() {
        return requests.get();
    }

    /** Returns whether the adapter has followed a stream of events. */
    public boolean followsStreams() {
        return followsStreams;
    }

    /** Returns the webhook handler; empty if the adapter has set none. */
    public Optional<WebhookHandler> webhook() {
        return Optional.ofNullable(webhook);
    }

    /** Returns the webhook responder; empty if the adapter has set none. */
    public Optional<WebhookResponder> webhookResponder() {
        return Optional.ofNullable(responder);
    }

    /** Returns the webhook check; empty if the adapter has set none. */
    public Optional<WebhookCheck> webhookCheck() {
        return Optional.ofNullable(webhookCheck);
    }

    /** Returns the notices that were posted, in order. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Returns the threads of the factory that are still alive. */
    public List<Thread> liveThreads() {
        List<Thread> live = new ArrayList<>();
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                live.add(thread);
            }
        }
        return List.copyOf(live);
    }

    /** Returns the exceptions that escaped from threads of the factory. */
    public List<Throwable> escaped() {
        return List.copyOf(escaped);
    }
}
