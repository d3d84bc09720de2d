package io.github.argusglue.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a plugin calls instead of the methods that end the process, see {@link ExitCalls}. Public because the classes of
 * plugins call it.
 */
@SuppressWarnings("DoNotCallSuggester") // Code of plugins that was rewritten calls them.
public final class PluginExit {
    private static final Logger log = LoggerFactory.getLogger("plugin");

    private PluginExit() {}

    /** Replaces {@link System#exit}. */
    public static void exit(int status) {
        throw refuse("System.exit(" + status + ")");
    }

    /** Replaces {@link Runtime#exit}. */
    @SuppressWarnings("unused") // the parameters are those of the call
    public static void exit(Runtime runtime, int status) {
        throw refuse("Runtime.exit(" + status + ")");
    }

    /** Replaces {@link Runtime#halt}. */
    @SuppressWarnings("unused") // the parameters are those of the call
    public static void halt(Runtime runtime, int status) {
        throw refuse("Runtime.halt(" + status + ")");
    }

    private static ExitRefusedError refuse(String call) {
        ExitRefusedError refused = new ExitRefusedError(call);
        PluginStack.top(refused.getStackTrace()).ifPresent(frame -> {
            String place = PluginStack.text(frame);
            if (isFirst(place)) {
                log.error(
                        "plugin '{}' called {} at {}: refused, argus-glue goes on; report it to its author",
                        PluginStack.plugin(frame),
                        call,
                        place);
            }
        });
        return refused;
    }

    /** Each place is reported once for each loaded plugin. */
    private static boolean isFirst(String place) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(frame -> frame.getDeclaringClass().getClassLoader())
                        .filter(PluginClassLoader.class::isInstance)
                        .map(PluginClassLoader.class::cast)
                        .findFirst())
                .map(loader -> loader.isFirstExit(place))
                .orElse(true);
    }

    /** A plugin tried to end the process. */
    static final class ExitRefusedError extends Error {
        private static final long serialVersionUID = 1;

        ExitRefusedError(String call) {
            super(call);
        }
    }
}
