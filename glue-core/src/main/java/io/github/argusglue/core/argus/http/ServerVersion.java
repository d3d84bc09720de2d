package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.ServerInfo;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares versions of Argus by their numbers and ignores any suffix ({@code 2.10.0.dev3+g1234}). */
final class ServerVersion {
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,8}(?:\\.\\d{1,8})*).*", Pattern.DOTALL);
    private static final int[] LAST_WITHOUT_RESTART = {2, 9, 1};

    private ServerVersion() {}

    /** Returns what a server of this version supports; an unknown version supports nothing optional. */
    static ServerInfo info(String version) {
        boolean newer = isAfter(version, LAST_WITHOUT_RESTART);
        return new ServerInfo(version, newer, newer);
    }

    private static boolean isAfter(String version, int[] other) {
        Matcher matcher = NUMBERS.matcher(version.strip());
        if (!matcher.matches()) {
            return false;
        }
        int[] numbers = Arrays.stream(matcher.group(1).split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Arrays.compare(numbers, other) > 0;
    }
}
