package io.github.argusglue.core.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains linkage errors of a plugin's classes. */
final class Linkage {
    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)\\.");
    private static final int CLASS_FILE_BEFORE_JAVA_1 = 44;

    private Linkage() {}

    static String explain(LinkageError error, SpiVersion builtFor) {
        if (error instanceof UnsupportedClassVersionError) {
            return newerJava(error) + "; this is Java " + Runtime.version().feature()
                    + "; compile it with --release 17";
        }
        String message = String.valueOf(error.getMessage());
        if (error instanceof ExceptionInInitializerError initializer) {
            return "failed to initialise a class: " + initializer.getCause() + "; report it to its author";
        }
        if (message.replace('/', '.').contains("io.github.argusglue.spi.")) {
            return "was built for SPI " + builtFor + " but uses something that this version does not have (" + error
                    + "); build it against the version of glue-spi that it declares";
        }
        if (error instanceof NoClassDefFoundError) {
            return "needs the class '" + message.replace('/', '.')
                    + "', which is not in its jars; add the library to the plugin's folder";
        }
        return "has incompatible classes (" + error + "); check the versions of its libraries";
    }

    private static String newerJava(LinkageError error) {
        Matcher version = CLASS_FILE.matcher(String.valueOf(error.getMessage()));
        return version.find()
                ? "was compiled for Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_BEFORE_JAVA_1)
                : "was compiled for a newer Java";
    }
}
