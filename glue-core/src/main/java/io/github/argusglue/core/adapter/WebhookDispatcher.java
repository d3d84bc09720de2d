package io.github.argusglue.core.adapter;

import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Where webhooks of one source reach whatever adapter it has at the moment: one at a time, on a thread of the plugin's,
 * so that a handler that hangs or throws hurts nobody but itself. Safe for use by any thread.
 */
public final class WebhookDispatcher implements Webhooks {
    private static final Logger log = LoggerFactory.getLogger("webhook");

    /** More than these wait for nothing good: the sender is told to come back. */
    private static final int MOST_WAITING = 64;

    public static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final ThreadFactory threads;
    private final Duration longest;
    private final List<ThreadPoolExecutor> ended = new ArrayList<>();
    private @Nullable Period current;

    public WebhookDispatcher(ThreadFactory threads) {
        this(threads, LONGEST);
    }

    public WebhookDispatcher(ThreadFactory threads, Duration longest) {
        this.threads = threads;
        this.longest = longest;
    }

    @Override
    public synchronized State state() {
        Period period = current;
        if (period == null || (period.handler == null && !period.started)) {
            return State.NOT_RUNNING;
        } else if (period.handler == null) {
            return State.NO_HANDLER;
        }
        return period.check == null ? State.UNCHECKED : State.CHECKED;
    }

    @Override
    public CompletableFuture<Answer> offer(WebhookRequest request) {
        Call call;
        synchronized (this) {
            Period period = current;
            if (period == null || period.handler == null) {
                return CompletableFuture.completedFuture(
                        period != null && period.started
                                ? new Answer(Verdict.NO_HANDLER, "this source takes no webhooks")
                                : notNow("the source is not running just now"));
            }
            call = new Call(period, period.check, period.handler, request);
            try {
                period.pool.execute(call);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(
                        notNow(MOST_WAITING + " webhooks of this source wait already"));
            }
        }
        return call.answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).handle((answer, late) -> {
            if (late == null) {
                return answer;
            }
            late(call);
            return notNow("the adapter did not take it within " + longest.toSeconds() + " s");
        });
    }

    private void late(Call call) {
        if (call.interrupt()) {
            synchronized (this) {
                call.period.late = call;
            }
        }
    }

    /** A fresh adapter is made: from now on webhooks are for that one. */
    synchronized Period begin() {
        end();
        Period begun = new Period(this, threads);
        current = begun;
        return begun;
    }

    /** There is no adapter any more; those that wait are told so. */
    synchronized void end() {
        Period gone = current;
        current = null;
        if (gone != null) {
            gone.pool.shutdownNow().forEach(waiting -> ((Call) waiting).withdraw());
            ended.removeIf(ThreadPoolExecutor::isTerminated);
            ended.add(gone.pool);
        }
    }

    /** Returns how many handlers of former adapters do not come back. */
    synchronized int hanging() {
        ended.removeIf(ThreadPoolExecutor::isTerminated);
        return ended.size();
    }

    /** Tells whether the handler of the moment has not come back for long after it was interrupted. */
    synchronized boolean isStuck() {
        Period period = current;
        Call late = period == null ? null : period.late;
        return late != null && late.isLateBy(longest);
    }

    /** The adapter of the moment works: if it has set no handler by now, it has none. */
    synchronized void started() {
        if (current != null) {
            current.started = true;
        }
    }

    private static Answer notNow(String text) {
        return new Answer(Verdict.NOT_NOW, text);
    }

    /** The time of one adapter. */
    static final class Period {
        private final WebhookDispatcher inlet;
        private final ThreadPoolExecutor pool;
        private @Nullable WebhookCheck check;
        private @Nullable WebhookHandler handler;
        private boolean started;

        /** The last one whose handler took too long. */
        private @Nullable Call late;

        Period(WebhookDispatcher inlet, ThreadFactory threads) {
            this.inlet = inlet;
            this.pool = new ThreadPoolExecutor(
                    1, 1, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), threads);
            pool.allowCoreThreadTimeOut(true);
        }

        /** Sets who takes webhooks; tells whether nobody did before. */
        boolean register(@Nullable WebhookCheck newCheck, WebhookHandler newHandler) {
            synchronized (inlet) {
                if (handler != null) {
                    return false;
                }
                check = newCheck;
                handler = newHandler;
                return true;
            }
        }
    }

    /** One webhook on its way through the adapter. */
    private static final class Call implements Runnable {
        private final Period period;
        private final @Nullable WebhookCheck check;
        private final WebhookHandler handler;
        private final WebhookRequest request;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private @Nullable Thread runner;
        private long interruptedAt;

        Call(Period period, @Nullable WebhookCheck check, WebhookHandler handler, WebhookRequest request) {
            this.period = period;
            this.check = check;
            this.handler = handler;
            this.request = request;
        }

        @Override
        public void run() {
            if (answer.isDone()) {
                return;
            }
            running(Thread.currentThread());
            Answer outcome;
            try {
                outcome = take();
            } finally {
                running(null);
            }
            answer.complete(outcome);
        }

        private Answer take() {
            try {
                if (check != null && !check.isAuthentic(request)) {
                    return new Answer(
                            Verdict.UNAUTHENTIC, "the signature does not fit: is the secret the same on both sides?");
                }
            } catch (Throwable e) {
                return fault("check", e);
            }
            try {
                handler.onRequest(request);
                return new Answer(Verdict.TAKEN, "");
            } catch (IllegalArgumentException e) {
                return new Answer(Verdict.INVALID, String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                return fault("handler", e);
            }
        }

        private static Answer fault(String what, Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            log.warn("the adapter's webhook {} failed; report it to its author", what, e);
            return new Answer(Verdict.FAILED, "fault in the adapter, see the log of argus-glue");
        }

        private synchronized void running(@Nullable Thread thread) {
            runner = thread;
            if (thread == null) {
                // What was meant for the handler must not end the sending of the answer.
                Thread.interrupted();
            }
        }

        /** Interrupts the handler; tells whether it is at work. */
        synchronized boolean interrupt() {
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

        void withdraw() {
            answer.complete(notNow("the source is not running just now"));
        }
    }
}
