package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.util.Optional;

/**
 * The log: the keys of {@code [log]}.
 *
 * @param format how a line looks
 * @param level the least that is written
 */
public record LogConfig(
        @Doc(
                "How a line looks: `text` for people, `json` for collectors, `journald` with the level as systemd reads it "
                        + "and without a time. Without it `journald` where the log goes to the journal, else `text`")
        Optional<Format> format,

        @Doc("The least that is written; `-v` on the command line shows everything") @Default("info")
        Level level) {

    /** What holds when the file says nothing. */
    public static final LogConfig DEFAULT = new LogConfig(Optional.empty(), Level.INFO);

    /** How a line looks. */
    public enum Format {
        TEXT,
        JSON,
        JOURNALD
    }

    /** How much a line matters. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
