package io.github.argusglue.core.config;

import java.util.regex.Pattern;

/** Names that people give: they stand in logs, file names, metrics and addresses. */
final class Names {
    private static final Pattern GOOD = Pattern.compile("[a-z][a-z0-9-]*");

    private Names() {}

    static boolean isGood(String name) {
        return GOOD.matcher(name).matches();
    }

    static String problem(String what, String name) {
        return "the name of " + what + " is a small letter, then small letters, digits and '-'; not '" + name + "'";
    }
}
