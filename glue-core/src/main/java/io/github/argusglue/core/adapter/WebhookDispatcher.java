package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes webhooks of one source to its current adapter: one at a time, on a thread of the plugin, so that a handler
 * that hangs or throws affects nothing else. Thread-safe.
 */
public final class WebhookDispatcher implements Webhooks {
    private static final Logger log = LoggerFactory.getLogger("webhook");

    /** Maximum number of waiting webhooks; beyond it the sender is told to retry later. */
    private static final int MAX_WAITING = 64;

    public static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final ThreadFactory threads;
    private final Duration timeout;
    private final List<ThreadPoolExecutor> ended = new ArrayList<>();
    private @Nullable AdapterSession current;

    WebhookDispatcher(ThreadFactory threads) {
        this(threads, TIMEOUT);
    }

    public WebhookDispatcher(ThreadFactory threads, Duration timeout) {
        this.threads = threads;
        this.timeout = timeout;
    }

    @Override
    public synchronized HandlerState state() {
        AdapterSession session = current;
        if (session == null || (session.handler == null && !session.started)) {
            return HandlerState.NOT_RUNNING;
        } else if (session.handler == null) {
            return HandlerState.NO_HANDLER;
        }
        return session.check == null ? HandlerState.UNCHECKED : HandlerState.CHECKED;
    }

    @Override
    public synchronized Set<String> methods() {
        AdapterSession session = current;
        return session == null ? Set.of() : session.methods;
    }

    @Override
    public CompletableFuture<WebhookResult> offer(WebhookRequest request) {
        PendingWebhook call;
        synchronized (this) {
            AdapterSession session = current;
            if (session == null || session.handler == null) {
                return CompletableFuture.completedFuture(
                        session != null && session.started
                                ? new WebhookResult(WebhookVerdict.NO_HANDLER, "this source does not accept webhooks")
                                : notNow("the source is not running now"));
            }
            call = new PendingWebhook(session, session.check, session.handler, request);
            try {
                session.pool.execute(call);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(
                        notNow(MAX_WAITING + " webhooks of this source are waiting already"));
            }
        }
        return call.answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((answer, late) -> {
            if (late == null) {
                return answer;
            }
            late(call);
            return notNow("the adapter did not process it within " + timeout.toSeconds() + " s");
        });
    }

    private void late(PendingWebhook call) {
        if (call.interrupt()) {
            synchronized (this) {
                call.session.late = call;
            }
        }
    }

    /** Starts a session for a new adapter, which receives webhooks from now on. */
    synchronized AdapterSession beginSession() {
        endSession();
        AdapterSession session = new AdapterSession(this, threads);
        current = session;
        return session;
    }

    /** Ends the session of the current adapter; rejects the webhooks that are waiting. */
    synchronized void endSession() {
        AdapterSession session = current;
        current = null;
        if (session != null) {
            session.pool.shutdownNow().forEach(waiting -> ((PendingWebhook) waiting).reject());
            ended.removeIf(ThreadPoolExecutor::isTerminated);
            ended.add(session.pool);
        }
    }

    /** Returns the number of handlers of former adapters that have not returned. */
    synchronized int hangingHandlers() {
        ended.removeIf(ThreadPoolExecutor::isTerminated);
        return ended.size();
    }

    /** Returns whether the current handler has not returned for a long time after it was interrupted. */
    synchronized boolean isStuck() {
        AdapterSession session = current;
        PendingWebhook late = session == null ? null : session.late;
        return late != null && late.isLateBy(timeout);
    }

    /** Records that the current adapter works: if it has not registered a handler by now, it has none. */
    synchronized void adapterStarted() {
        if (current != null) {
            current.started = true;
        }
    }

    private static WebhookResult notNow(String text) {
        return new WebhookResult(WebhookVerdict.NOT_NOW, text);
    }

    /** The session of one adapter. */
    static final class AdapterSession {
        private final WebhookDispatcher dispatcher;
        private final ThreadPoolExecutor pool;
        private @Nullable WebhookCheck check;
        private @Nullable WebhookResponder handler;
        private Set<String> methods = Set.of();
        private boolean started;

        /** The last call whose handler timed out. */
        private @Nullable PendingWebhook late;

        AdapterSession(WebhookDispatcher dispatcher, ThreadFactory threads) {
            this.dispatcher = dispatcher;
            this.pool = new ThreadPoolExecutor(
                    1, 1, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads);
            pool.allowCoreThreadTimeOut(true);
        }

        /** Registers a handler that leaves the answer to us; returns false if there is one already. */
        boolean registerHandler(@Nullable WebhookCheck newCheck, WebhookHandler newHandler) {
            return register(newCheck, new PlainWebhooks(newHandler));
        }

        /**
         * Registers the handler; returns false if there is one already.
         *
         * @throws IllegalArgumentException if it wants a method that is never let through
         */
        boolean register(@Nullable WebhookCheck newCheck, WebhookResponder newHandler) {
            Set<String> wanted = Set.copyOf(newHandler.methods());
            if (wanted.isEmpty() || !METHODS.containsAll(wanted)) {
                throw new IllegalArgumentException(
                        "the methods of webhooks are some of " + new TreeSet<>(METHODS) + ", not " + wanted);
            }
            synchronized (dispatcher) {
                if (handler != null) {
                    return false;
                }
                check = newCheck;
                handler = newHandler;
                methods = wanted;
                return true;
            }
        }
    }

    /** One webhook that is passed to the adapter. */
    static final class PendingWebhook implements Runnable {
        private final AdapterSession session;
        private final @Nullable WebhookCheck check;
        private final WebhookResponder handler;
        private final WebhookRequest request;
        private final CompletableFuture<WebhookResult> answer = new CompletableFuture<>();
        private @Nullable Thread runner;
        private boolean timedOut;
        private long interruptedAt;

        PendingWebhook(
                AdapterSession session,
                @Nullable WebhookCheck check,
                WebhookResponder handler,
                WebhookRequest request) {
            this.session = session;
            this.check = check;
            this.handler = handler;
            this.request = request;
        }

        @Override
        public void run() {
            if (answer.isDone() || !begin()) {
                return;
            }
            WebhookResult outcome;
            try {
                outcome = process();
            } finally {
                end();
            }
            answer.complete(outcome);
        }

        private WebhookResult process() {
            try {
                if (check != null && !check.isAuthentic(request)) {
                    return new WebhookResult(
                            WebhookVerdict.UNAUTHENTIC,
                            "the signature does not match: check that the secret is" + " the same on both sides");
                }
            } catch (Throwable e) {
                return failed("check", e);
            }
            try {
                WebhookResponse response = requireNonNull(handler.onRequest(request), "the handler returned null");
                return new WebhookResult(WebhookVerdict.TAKEN, "", response);
            } catch (IllegalArgumentException e) {
                return new WebhookResult(WebhookVerdict.INVALID, String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                return failed("handler", e);
            }
        }

        private static WebhookResult failed(String what, Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            log.warn("webhook {} of the adapter failed; report this to the author of the plugin", what, e);
            return new WebhookResult(WebhookVerdict.FAILED, "error in the adapter, see the log of argus-glue");
        }

        /** Returns whether the handler may run: nobody would interrupt one that begins after the timeout. */
        private synchronized boolean begin() {
            if (timedOut) {
                return false;
            }
            runner = Thread.currentThread();
            return true;
        }

        private synchronized void end() {
            runner = null;
            // An interrupt that was meant for the handler must not affect the sending of the answer.
            Thread.interrupted();
        }

        /** Interrupts the handler, or keeps it from running; returns whether it was running. */
        synchronized boolean interrupt() {
            timedOut = true;
            if (runner == null) {
                return false;
            }
            interruptedAt = System.nanoTime();
            runner.interrupt();
            return true;
        }

        synchronized boolean isLateBy(Duration time) {
            return runner != null && System.nanoTime() - interruptedAt > time.toNanos();
        }

        void reject() {
            answer.complete(notNow("the source is not running now"));
        }
    }
}
