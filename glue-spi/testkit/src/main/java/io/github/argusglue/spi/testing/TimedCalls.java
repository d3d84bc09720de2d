package io.github.argusglue.spi.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs every call into an adapter on a daemon thread of its own, for a limited time: a call that hangs fails the test,
 * and not the build. The threads are of one group, so that those that the adapter starts can be told from others.
 */
final class TimedCalls {
    private final ThreadGroup group;
    private final Duration limit;
    private final List<Thread> callers = new CopyOnWriteArrayList<>();

    TimedCalls(String name, Duration limit) {
        this.group = new ThreadGroup(name);
        this.limit = limit;
    }

    /** Returns what the call returns, and throws what it throws. */
    <T> T call(String what, Callable<T> call) throws Exception {
        return begin(what, call).await(limit, "");
    }

    /** Begins a call and does not wait for it. */
    <T> RunningCall<T> begin(String what, Callable<T> call) {
        RunningCall<T> running = new RunningCall<>(what, call, group);
        callers.add(running.thread);
        running.thread.start();
        return running;
    }

    /** Returns the threads that the adapter has started, by whatever means, and that are alive. */
    List<Thread> startedThreads() {
        Thread[] found = new Thread[group.activeCount() + 64];
        int count = group.enumerate(found, true);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = found[i];
            // The JDK's HTTP client has no close() before Java 21: its thread ends when the client is collected.
            boolean ofJdk = thread.getClass().getName().startsWith("jdk.internal.net.http.");
            if (thread.isAlive() && !callers.contains(thread) && !ofJdk) {
                started.add(thread);
            }
        }
        return started;
    }

    /** Returns where a thread is, for people: the innermost line, and the innermost one that is not of the JDK. */
    static String place(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length == 0) {
            return "nowhere: it has ended";
        }
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                return frame.equals(stack[0]) ? frame.toString() : stack[0] + ", called from " + frame;
            }
        }
        return stack[0].toString();
    }

    /** A call that has been begun. */
    static final class RunningCall<T> {
        private final String what;
        private final FutureTask<T> task;
        private final Thread thread;
        private volatile boolean interruptedAfterwards;

        private RunningCall(String what, Callable<T> call, ThreadGroup group) {
            this.what = what;
            this.task = new FutureTask<>(() -> {
                try {
                    return call.call();
                } finally {
                    interruptedAfterwards = Thread.currentThread().isInterrupted();
                }
            });
            this.thread = new Thread(group, task, "contract test: " + what);
            thread.setDaemon(true);
        }

        Thread thread() {
            return thread;
        }

        boolean isDone() {
            return task.isDone();
        }

        void interrupt() {
            thread.interrupt();
        }

        /** Returns whether the thread was marked as interrupted when the call ended. */
        boolean wasLeftInterrupted() {
            return interruptedAfterwards;
        }

        /** Returns whether the call ends within this time, in whatever way. */
        boolean endsWithin(Duration time) throws InterruptedException {
            try {
                task.get(time.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                return true;
            }
        }

        /**
         * Waits for the end of the call.
         *
         * @param circumstances what is added to the name of the call in the line that says that it hangs
         */
        T await(Duration limit, String circumstances) throws Exception {
            long begin = System.nanoTime();
            try {
                return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                String place = place(thread);
                thread.interrupt();
                Duration took = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                throw Rule.CALLS_END.broken(
                        what + circumstances + " has not returned after " + took.toMillis() + " ms; it is at " + place);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception thrown) {
                    throw thrown;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }
}
