package io.github.argusglue.core.adapter;

import io.github.argusglue.core.log.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the threads of a source: named daemon threads with its log context and the class loader of its plugin. Counts
 * adapters that have ended but still occupy threads.
 */
public final class SourceThreads implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger("adapter");

    private final String source;
    private final ClassLoader loader;
    private final AtomicInteger count = new AtomicInteger();
    private final List<AdapterThread> endedAdapters = new ArrayList<>();

    public SourceThreads(String source, ClassLoader loader) {
        this.source = source;
        this.loader = loader;
    }

    /** Records that an adapter was ended; it may still occupy threads. */
    synchronized void adapterEnded(AdapterThread adapter) {
        endedAdapters.add(adapter);
    }

    /** Returns the number of ended adapters that still occupy a thread. */
    synchronized int adaptersHoldingThreads() {
        endedAdapters.removeIf(adapter -> !adapter.isHanging());
        return endedAdapters.size();
    }

    /** Returns where the first of them hangs, to be appended to a message. */
    synchronized String hangingCall() {
        return endedAdapters.stream()
                .flatMap(adapter -> adapter.callInProgress().stream())
                .findFirst()
                .map(call -> " (" + call + ")")
                .orElse("");
    }

    /**
     * Returns a thread of the source that runs no code of the plugin. It does not have the plugin's class loader,
     * because the threads of libraries that it starts would inherit it, and keep it when the plugin has been replaced.
     */
    public Thread newCoreThread(Runnable work) {
        Thread thread = newThread(work);
        thread.setContextClassLoader(SourceThreads.class.getClassLoader());
        return thread;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    // Never left: the line that says how the thread died names the source, too.
                    LogSource.enter(source);
                    work.run();
                },
                "source-" + source + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.setUncaughtExceptionHandler((failed, e) -> log.error("thread of source '{}' died", source, e));
        return thread;
    }
}
