package io.github.argusglue.core.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words what it means that the classes of a plugin do not fit together. */
final class Linkage {
    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)\\.");
    private static final int CLASS_FILE_BEFORE_JAVA_1 = 44;

    private Linkage() {}

    static String explain(LinkageError error, SpiVersion builtFor) {
        if (error instanceof UnsupportedClassVersionError) {
            return newerJava(error) + "; this is Java " + Runtime.version().feature()
                    + ": compile it with --release 17";
        }
        String message = String.valueOf(error.getMessage());
        if (error instanceof ExceptionInInitializerError initializer) {
            return "failed while a class was initialised: " + initializer.getCause() + ": report it to its author";
        }
        if (message.replace('/', '.').contains("io.github.argusglue.spi.")) {
            return "was built for SPI " + builtFor + " but needs what is not in this one (" + error
                    + "): build it against the version of glue-spi that it states";
        }
        if (error instanceof NoClassDefFoundError) {
            return "needs the class '" + message.replace('/', '.')
                    + "', which is not in its jars: put the library into the plugin's folder";
        }
        return "has classes that do not fit together (" + error + "): check the versions of the libraries it brings";
    }

    private static String newerJava(LinkageError error) {
        Matcher version = CLASS_FILE.matcher(String.valueOf(error.getMessage()));
        return version.find()
                ? "was compiled for Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_BEFORE_JAVA_1)
                : "was compiled for a newer Java";
    }
}
