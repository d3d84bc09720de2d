package io.github.argusglue.core.config;

import java.util.regex.Pattern;

/** Checks names in the configuration: they are used in logs, file names, metrics and URLs. */
final class Names {
    private static final Pattern GOOD = Pattern.compile("[a-z][a-z0-9-]*");

    private Names() {}

    static boolean isValid(String name) {
        return GOOD.matcher(name).matches();
    }

    static String problem(String what, String name) {
        return "the name of " + what + " must be a lower case letter followed by lower case letters, digits"
                + " and '-', got '" + name + "'";
    }
}
