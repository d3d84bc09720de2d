package io.github.argusglue.core.config;

import java.util.regex.Pattern;

/**
 * Masks possible secrets in output, even if the author of a record did not use {@code Secret}. {@code NotSecret} says
 * that a string is none.
 */
final class Masking {
    static final String MASK = "\"****\"";

    private static final Pattern SENSITIVE =
            Pattern.compile("authori[sz]ation|cookie|token|secret|passw|credential|key$", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#]*@");

    private Masking() {}

    static boolean isSensitive(String key) {
        return SENSITIVE.matcher(key).find();
    }

    static String withoutUserInfo(String address) {
        return USER_INFO.matcher(address).replaceAll("****@");
    }
}
