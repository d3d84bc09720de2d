package io.github.argusglue.core.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of the interface between argus-glue and its plugins.
 *
 * @param major increased if plugins for the previous version may not work
 * @param minor increased if something is added; below 1.0 it has the meaning of the major version
 */
public record SpiVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:[.-].*)?");

    /**
     * Parses a version; anything after the minor version is ignored.
     *
     * @throws IllegalArgumentException if the text is not a version
     */
    public static SpiVersion parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a version such as '1.2'");
        }
        return new SpiVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Returns whether a plugin for the other version works with this one. */
    public boolean runs(SpiVersion plugin) {
        return major == plugin.major && (major == 0 ? minor == plugin.minor : minor >= plugin.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
