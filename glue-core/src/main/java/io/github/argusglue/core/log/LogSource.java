package io.github.argusglue.core.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The source that the log lines of a thread name, from {@link #enter} to {@link #leave}. Lines of plugins and libraries
 * have it, too.
 */
public final class LogSource {
    private static final String KEY = "source";

    private final @Nullable String before;

    private LogSource(@Nullable String before) {
        this.before = before;
    }

    /**
     * Names a source in what this thread logs from now on.
     *
     * @param source null to go on naming the one that is named
     */
    public static LogSource enter(@Nullable String source) {
        LogSource entered = new LogSource(MDC.get(KEY));
        if (source != null) {
            MDC.put(KEY, source);
        }
        return entered;
    }

    /** Names again what was named before. Call it on the same thread. */
    public void leave() {
        if (before == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, before);
        }
    }
}
