package io.github.argusglue.core.plugin;

import java.util.ServiceConfigurationError;

/** Explains why a plugin's factory could not be loaded. */
final class ProviderErrors {
    private static final String AUTHOR = "report it to the plugin's author";
    private static final String CORRECT = "correct " + PluginJar.SERVICE;

    private ProviderErrors() {}

    static RefusedException explain(Throwable thrown, SpiVersion builtFor) {
        if (thrown instanceof LinkageError link) {
            return new RefusedException(Linkage.explain(link, builtFor), "or install another version of the plugin");
        } else if (thrown instanceof ServiceConfigurationError error) {
            return explain(error, builtFor);
        }
        return new RefusedException("its code failed with " + thrown, AUTHOR);
    }

    private static RefusedException explain(ServiceConfigurationError error, SpiVersion builtFor) {
        String message = String.valueOf(error.getMessage()).replaceFirst("^[\\w.]+: ", "");
        Throwable cause = error.getCause();
        if (cause instanceof LinkageError link) {
            return explain(link, builtFor);
        } else if (cause instanceof NoSuchMethodException || cause instanceof IllegalAccessException) {
            return new RefusedException(
                    "cannot create its factory (" + message + ")",
                    "the class must be public and have a public constructor without parameters");
        } else if (cause != null) {
            return new RefusedException("cannot create its factory (" + message + "): " + cause, AUTHOR);
        } else if (message.endsWith(" not a subtype")) {
            return new RefusedException(
                    "its factory is not a SourceAdapterFactory of this argus-glue (" + message + ")",
                    "implement that interface of glue-spi");
        } else if (message.endsWith(" not found")) {
            return new RefusedException("its factory is not in its jars (" + message + ")", CORRECT);
        }
        return new RefusedException("its service file is invalid (" + message + ")", CORRECT);
    }
}
