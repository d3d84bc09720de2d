package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
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
final class ExternalCommands implements Commands {
    /** Most bytes of a line: what is written to a pipe at once, without the line feed. */
    private static final int MOST_BYTES = 4095;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Clock clock;
    private final BooleanSupplier knowsExpiry;
    private final Lines lines;

    /** Takes command lines to the daemon. */
    @FunctionalInterface
    interface Lines {
        /** Gives lines without line feeds, of at most 4,095 bytes in UTF-8, in this order. */
        void give(List<String> commands) throws SourceException, InterruptedException;
    }

    /** @param knowsExpiry whether the daemon has acknowledgements that expire: Naemon and Icinga 1, not Nagios */
    ExternalCommands(Clock clock, BooleanSupplier knowsExpiry, Lines lines) {
        this.clock = clock;
        this.knowsExpiry = knowsExpiry;
        this.lines = lines;
    }

    @Override
    public void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until)
            throws SourceException, InterruptedException {
        boolean expires = until.isPresent() && knowsExpiry.getAsBoolean();
        String name = expires ? "ACKNOWLEDGE_%s_PROBLEM_EXPIRE" : "ACKNOWLEDGE_%s_PROBLEM";
        String end = expires ? until.orElseThrow().getEpochSecond() + ";" : "";
        // Sticky, no notification, persistent.
        lines.give(List.of(line(name, key, ";2;0;1;" + end + argument(author) + ";", text)));
    }

    @Override
    public void removeAcknowledgement(ObjectKey key, Comment comment) throws SourceException, InterruptedException {
        List<String> commands = new ArrayList<>();
        commands.add(line("REMOVE_%s_ACKNOWLEDGEMENT", key, "", ""));
        if (NUMBER.matcher(comment.id()).matches()) {
            commands.add(begin("DEL_%s_COMMENT", key) + comment.id());
        }
        lines.give(commands);
    }

    @Override
    public void comment(ObjectKey key, String author, String text) throws SourceException, InterruptedException {
        lines.give(List.of(line("ADD_%s_COMMENT", key, ";1;" + argument(author) + ";", text)));
    }

    /** @param name with %s for the kind of object */
    private String begin(String name, ObjectKey key) {
        return "[" + clock.instant().getEpochSecond() + "] " + name.replace("%s", key.isHost() ? "HOST" : "SVC") + ";";
    }

    /**
     * Returns a line, shortened if it is too long.
     *
     * @param middle the arguments between the object's name and the text, with all their semicolons
     */
    private String line(String name, ObjectKey key, String middle, String text) throws SourceException {
        String start = begin(name, key)
                + key.host()
                + key.service().map(service -> ";" + service).orElse("")
                + middle;
        int room = MOST_BYTES - start.getBytes(StandardCharsets.UTF_8).length;
        String shown = clean(key.toString());
        if (shown.indexOf(';') >= 0 || !shown.equals(key.toString()) || room < 0) {
            throw SourceException.badAnswer(
                    "no command can be given for '" + shown
                            + "': a name in it is too long or contains ';' or a control character",
                    null);
        }
        return start + shortened(clean(text), room);
    }

    private static String argument(String text) {
        return shortened(clean(text.replace(';', ',')), 255);
    }

    private static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    /** Returns as much of the text as fits, without a part of a character at its end. */
    private static String shortened(String text, int mostBytes) {
        CharBuffer rest = CharBuffer.wrap(text);
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        encoder.encode(rest, ByteBuffer.allocate(mostBytes), true);
        return text.substring(0, rest.position());
    }
}
