package io.github.argusglue.core.plugin;

/** Explains in one line what the code of a plugin threw. */
public final class PluginFailure {
    private PluginFailure() {}

    /** Returns the end of a sentence that begins with the plugin and the method that was called. */
    public static String explain(Throwable thrown) {
        String place = PluginStack.top(thrown.getStackTrace())
                .map(frame -> ", at " + PluginStack.text(frame))
                .orElse("");
        if (thrown instanceof PluginExit.ExitRefusedError) {
            return "called " + thrown.getMessage() + place + ", which is refused; report it to its author";
        }
        return "failed with " + thrown + place + "; report it to its author";
    }

    /** Explains linkage errors, too. */
    static String explain(Throwable thrown, SpiVersion builtFor) {
        return thrown instanceof LinkageError link ? Linkage.explain(link, builtFor) : explain(thrown);
    }
}
