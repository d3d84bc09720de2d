package io.github.argusglue.core.plugin;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the code of a plugin in a stack trace: by the names that the loaders of plugins have. */
public final class PluginStack {
    static final String LOADER = "plugin-";

    private PluginStack() {}

    /** Returns the topmost frame that is code of a plugin. */
    public static Optional<StackTraceElement> top(StackTraceElement[] stack) {
        return Arrays.stream(stack).filter(PluginStack::isPlugin).findFirst();
    }

    private static boolean isPlugin(StackTraceElement frame) {
        @Nullable String loader = frame.getClassLoaderName();
        return loader != null && loader.startsWith(LOADER);
    }

    /**
     * Returns where a thread is now, to be appended to a message: {@code , in java.net.Socket.connect, called by
     * org.acme.Client.open(Client.java:12)}. Empty if its thread is not in the code of a plugin.
     */
    public static String where(Thread thread) {
        return where(thread.getStackTrace());
    }

    static String where(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "";
        }
        StackTraceElement first = stack[0];
        String method = first.getClassName() + "." + first.getMethodName();
        return top(stack)
                .map(frame ->
                        frame.equals(first) ? ", at " + text(frame) : ", in " + method + ", called by " + text(frame))
                .orElse("");
    }

    /** Returns class, method and line of a frame, without the names of its loader and module. */
    public static String text(StackTraceElement frame) {
        String file = frame.getFileName() == null ? "" : frame.getFileName() + ":";
        return frame.getClassName() + "." + frame.getMethodName() + "(" + file + Math.max(frame.getLineNumber(), 0)
                + ")";
    }
}
