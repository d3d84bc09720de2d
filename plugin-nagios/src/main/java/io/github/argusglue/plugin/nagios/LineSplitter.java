package io.github.argusglue.plugin.nagios;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits what is read into lines, decoded as ISO-8859-1. Lines of 64 KiB and more are left out. */
final class LineSplitter {
    private static final int TOO_LONG = 64 << 10;

    private String rest = "";

    void split(byte[] bytes, Consumer<String> lines) {
        String text = rest + new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n') + 1;
        rest = text.substring(end, Math.min(text.length(), end + TOO_LONG));
        text.substring(0, end).lines().filter(line -> line.length() < TOO_LONG).forEach(lines);
    }
}
