package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.Optional;

/**
 * The log: the keys of {@code [log]}.
 *
 * @param format format of a line
 * @param level lowest level that is logged
 */
public record LogConfig(
        @Doc("Format of a line: `text` for people, `json` for log collectors, `journald` with the level"
                + " in systemd's format "
                + "and without a time. Default: `journald` if the log goes to the systemd journal,"
                + " otherwise `text`")
        Optional<Format> format,

        @Doc("Lowest level that is logged; `-v` on the command line sets `debug`") @Default("info")
        Level level) {

    /** The defaults. */
    public static final LogConfig DEFAULT = new LogConfig(Optional.empty(), Level.INFO);

    /** The format of a line. */
    public enum Format {
        TEXT,
        JSON,
        JOURNALD
    }

    /** The lowest level that is logged. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
