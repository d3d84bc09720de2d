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

    /** Returns the name of the plugin that a frame belongs to. */
    static String plugin(StackTraceElement frame) {
        return String.valueOf(frame.getClassLoaderName()).substring(LOADER.length());
    }

    /** Returns the name of the plugin whose code this thread runs, or that has started it; empty if there is none. */
    static Optional<String> current() {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader loader = thread.getContextClassLoader();
        @Nullable String name = loader == null ? null : loader.getName();
        return name != null && name.startsWith(LOADER)
                ? Optional.of(name.substring(LOADER.length()))
                : top(thread.getStackTrace()).map(PluginStack::plugin);
    }

    /**
     * Returns where a thread is now, to be appended to a message: {@code , in java.net.Socket.connect, called by
     * org.acme.Client.open(Client.java:12)}. Empty if its thread is not in the code of a plugin.
     */
    public static String where(Thread thread) {
        return where(thread.getStackTrace());
    }

    static String where(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (isPlugin(stack[i])) {
                return i == 0
                        ? ", at " + text(stack[i])
                        : ", in " + stack[i - 1].getClassName() + "." + stack[i - 1].getMethodName() + ", called by "
                                + text(stack[i]);
            }
        }
        return "";
    }

    /** Returns class, method and line of a frame, without the names of its loader and module. */
    public static String text(StackTraceElement frame) {
        String file = frame.getFileName() == null ? "" : frame.getFileName() + ":";
        return frame.getClassName() + "." + frame.getMethodName() + "(" + file + Math.max(frame.getLineNumber(), 0)
                + ")";
    }
}
