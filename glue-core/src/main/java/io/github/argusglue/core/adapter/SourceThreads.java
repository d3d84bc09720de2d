package io.github.argusglue.core.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Makes a source's threads: named daemons that carry its log context and its plugin's class loader. Knows which of its
 * adapters have not given back theirs.
 */
public final class SourceThreads implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger("adapter");

    private final String source;
    private final ClassLoader loader;
    private final AtomicInteger count = new AtomicInteger();
    private final List<AdapterThread> kept = new ArrayList<>();

    public SourceThreads(String source, ClassLoader loader) {
        this.source = source;
        this.loader = loader;
    }

    /** Notes that an adapter was ended; it may keep its threads. */
    synchronized void ended(AdapterThread run) {
        kept.add(run);
    }

    /** Returns how many adapters that were ended still keep a thread. */
    synchronized int keptBy() {
        kept.removeIf(run -> !run.hangs());
        return kept.size();
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    MDC.put("source", source);
                    work.run();
                },
                "source-" + source + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.setUncaughtExceptionHandler((failed, e) -> log.error("a thread of source '{}' died", source, e));
        return thread;
    }
}
