package io.github.argusglue.plugin.nagios.model;

import io.github.argusglue.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Commands as lines of Nagios's external commands, {@code [epoch] NAME;argument;...}, for the command file and for
 * Livestatus. No text can break out of its argument: control characters become spaces, and only the last argument keeps
 * its semicolons.
 */
public final class ExternalCommands implements Commands {
    /** Most bytes of a line: what is written to a pipe at once, without the line feed. */
    private static final int MOST_BYTES = 4095;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Clock clock;
    private final BooleanSupplier knowsExpiry;
    private final Lines lines;

    /** Takes command lines to the daemon. */
    @FunctionalInterface
    public interface Lines {

        /**
         * Gives the daemon commands.
         *
         * @param commands lines without line feeds, of at most 4,095 bytes in UTF-8, to be given in this order
         * @throws SourceException if they cannot be given
         * @throws InterruptedException if the call is to end
         */
        void give(List<String> commands) throws SourceException, InterruptedException;
    }

    /**
     * Makes commands.
     *
     * @param knowsExpiry whether the daemon has acknowledgements that expire: Naemon and Icinga 1, not Nagios
     */
    public ExternalCommands(Clock clock, BooleanSupplier knowsExpiry, Lines lines) {
        this.clock = clock;
        this.knowsExpiry = knowsExpiry;
        this.lines = lines;
    }

    @Override
    public void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until)
            throws SourceException, InterruptedException {
        // Sticky, no notification, persistent.
        String options = ";2;0;1;";
        if (until.isPresent() && knowsExpiry.getAsBoolean()) {
            options += until.get().getEpochSecond() + ";";
            give(line("ACKNOWLEDGE_%s_PROBLEM_EXPIRE", key, options + argument(author) + ";", text));
        } else {
            give(line("ACKNOWLEDGE_%s_PROBLEM", key, options + argument(author) + ";", text));
        }
    }

    @Override
    public void removeAcknowledgement(ObjectKey key, Comment comment) throws SourceException, InterruptedException {
        List<String> commands = new ArrayList<>();
        commands.add(line("REMOVE_%s_ACKNOWLEDGEMENT", key, "", ""));
        if (NUMBER.matcher(comment.id()).matches()) {
            commands.add("[" + clock.instant().getEpochSecond() + "] DEL_" + word(key) + "_COMMENT;" + comment.id());
        }
        lines.give(commands);
    }

    @Override
    public void comment(ObjectKey key, String author, String text) throws SourceException, InterruptedException {
        give(line("ADD_%s_COMMENT", key, ";1;" + argument(author) + ";", text));
    }

    private void give(String command) throws SourceException, InterruptedException {
        lines.give(List.of(command));
    }

    /**
     * Returns a line, shortened if it is too long.
     *
     * @param middle the arguments between the object's name and the text, with all their semicolons
     */
    private String line(String name, ObjectKey key, String middle, String text) throws SourceException {
        String object =
                key.isHost() ? key.host() : key.host() + ";" + key.service().orElseThrow();
        boolean oneName =
                key.host().indexOf(';') < 0 && key.service().orElse("").indexOf(';') < 0;
        String start =
                "[" + clock.instant().getEpochSecond() + "] " + name.replace("%s", word(key)) + ";" + object + middle;
        int room = MOST_BYTES - start.getBytes(StandardCharsets.UTF_8).length;
        if (!oneName || CONTROL.matcher(object).find() || room < 0) {
            throw SourceException.badAnswer(
                    "no command can be given for '"
                            + CONTROL.matcher(key.toString()).replaceAll(" ")
                            + "': a name in it is too long or contains ';' or a control character",
                    null);
        }
        return start + shortened(clean(text), room);
    }

    /** Returns the name of the kind of object, as it is in commands. */
    private static String word(ObjectKey key) {
        return key.isHost() ? "HOST" : "SVC";
    }

    private static String argument(String text) {
        return shortened(clean(text.replace(';', ',')), 255);
    }

    private static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    /** Returns the text, without a part of a character at its end. */
    private static String shortened(String text, int mostBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= mostBytes) {
            return text;
        }
        int end = mostBytes;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
