package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command session that is logged in. One command at a time, each reply read to its end, and nothing may be left over
 * when the next one is sent: a session that is a line behind would answer about the wrong case for ever. Whoever gets
 * an exception from it has to close it.
 */
final class Session implements AutoCloseable {
    /** Most cases that are asked for at once. */
    static final int BATCH = 100;

    /** The log of a port that flaps all night is long; more than this is no log. */
    private static final int LONGEST_BODY = 16 << 20;

    private static final Pattern FIRST_LINE = Pattern.compile("([2-5][0-9]{2})[ -](.*)", Pattern.DOTALL);
    private static final Pattern UNKNOWN_CASE = Pattern.compile("500 event \"([0-9]{1,11})\" does not exist");

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /** Connects and logs in. */
    static Session open(ZinoConfig config, Connection.Sockets sockets) throws SourceException {
        return open(Connection.open(config, config.port(), sockets), config);
    }

    /** Logs in. The connection is closed if that fails. */
    static Session open(Connection connection, ZinoConfig config) throws SourceException {
        Session session = new Session(connection);
        try {
            session.logIn(config);
            return session;
        } catch (SourceException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void logIn(ZinoConfig config) throws SourceException {
        Reply greeting = read("greeting", connection.deadline());
        String challenge = greeting.text().split(" ", 2)[0];
        if (greeting.code() != Reply.DONE || challenge.isEmpty()) {
            throw unexpected("greeting", greeting);
        }
        String command = "USER " + config.user();
        connection.send(
                command, command + " " + response(challenge, config.secret().reveal()) + "\r\n");
        Reply reply = read(command, connection.deadline());
        if (reply.isError()) {
            throw SourceException.unauthorized(connection.address() + ": " + command + ": " + reply.code() + " "
                    + excerpt(reply.text()) + ": check 'user' and 'secret' against Zino's secrets file");
        }
        require(Reply.DONE, command, reply);
    }

    static String response(String challenge, String secret) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((challenge + " " + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Asks for something that costs nothing, to see whether anybody is there. */
    String version() throws SourceException {
        Reply reply = ask("VERSION");
        require(Reply.DONE, "VERSION", reply);
        return reply.text();
    }

    /** Returns the numbers of all cases that are not closed. */
    Set<Long> cases() throws SourceException {
        Reply reply = ask("CASEIDS");
        require(Reply.CASES, "CASEIDS", reply);
        Set<Long> numbers = new LinkedHashSet<>();
        for (String line : reply.body()) {
            Long number = ZinoCase.number(line);
            if (number == null) {
                throw SourceException.badAnswer(
                        connection.address() + ": CASEIDS: '" + excerpt(line) + "' is no case number", null);
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Sends one command and reads its reply, which may be an error. */
    Reply ask(String command) throws SourceException {
        if (command.indexOf('\n') >= 0 || command.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a command of two lines: '" + command + "'");
        }
        requireQuiet(command);
        connection.send(command, command + "\r\n");
        return read(command, connection.deadline());
    }

    /**
     * Sends lines of text after a command that asks for them.
     *
     * @param lines none of them empty or a lone dot, none with an end of line in it
     */
    Reply write(String command, List<String> lines) throws SourceException {
        Reply reply = ask(command);
        if (reply.isError()) {
            return reply;
        }
        require(Reply.SEND_TEXT, command, reply);
        // What follows the dot too soon, Zino takes for the beginning of the next text.
        connection.send(command, String.join("\r\n", lines) + "\r\n.\r\n");
        return read(command, connection.deadline());
    }

    /**
     * Returns up to {@value #BATCH} cases, all asked for at once: a block names its case, and an error quotes its
     * number, so it does not matter that errors overtake blocks.
     */
    Attributes attributes(List<Long> numbers) throws SourceException, ConfusedException {
        String what = "GETATTRS of " + numbers.size() + " cases";
        requireQuiet(what);
        StringBuilder commands = new StringBuilder();
        numbers.forEach(number -> commands.append("GETATTRS ").append(number).append("\r\n"));
        connection.send(what, commands.toString());
        return readAttributes(what, numbers);
    }

    /** Reads what answers {@code GETATTRS} of these. */
    Attributes readAttributes(String what, List<Long> numbers) throws SourceException, ConfusedException {
        Attributes attributes = new Attributes();
        Set<Long> awaited = new LinkedHashSet<>(numbers);
        int anonymous = 0;
        while (awaited.size() > anonymous) {
            String line = connection.read(what, connection.deadline());
            Matcher unknown = UNKNOWN_CASE.matcher(line);
            if (unknown.matches() && awaited.remove(Long.valueOf(unknown.group(1)))) {
                attributes.unknown().add(Long.valueOf(unknown.group(1)));
            } else if (line.equals(Reply.INTERNAL_ERROR)) {
                anonymous++;
            } else if (line.startsWith(Reply.ATTRIBUTES + " ")) {
                anonymous += block(what, awaited, attributes);
            } else {
                throw new ConfusedException(what + ": '" + excerpt(line) + "' answers nothing that was asked");
            }
        }
        attributes.failed().addAll(awaited);
        if (connection.hasMore(what)) {
            throw new ConfusedException(what + ": there is more than was asked for");
        }
        return attributes;
    }

    /** Reads one block; returns 1 if it broke off before it said whose it is. */
    private int block(String what, Set<Long> awaited, Attributes attributes) throws SourceException, ConfusedException {
        List<String> body = new ArrayList<>();
        boolean whole = readBody(what, connection.deadline(), body);
        Optional<ZinoCase> found = ZinoCase.parse(body);
        if (!whole) {
            found.filter(partly -> awaited.remove(partly.number()))
                    .ifPresent(partly -> attributes.failed().add(partly.number()));
            return found.isEmpty() ? 1 : 0;
        }
        if (found.isEmpty() || !awaited.remove(found.get().number())) {
            throw new ConfusedException(what + ": a block that is no case, or one not asked for");
        }
        attributes.found().put(found.get().number(), found.get());
        return 0;
    }

    /**
     * A case whose text may not be what it seems.
     *
     * @param attributes what is known of it
     * @param clean whether its block ended where it seemed to
     */
    record Doubtful(Attributes attributes, boolean clean) {}

    /**
     * Returns one case, however its text is broken. Then says something that only Zino can echo: what comes before the
     * echo belongs to the text.
     */
    Doubtful doubtful(long number) throws SourceException {
        String command = "GETATTRS " + number;
        requireQuiet(command);
        connection.send(command, command + "\r\n");
        Attributes attributes = new Attributes();
        String line = connection.read(command, connection.deadline());
        if (line.startsWith(Reply.ATTRIBUTES + " ")) {
            List<String> body = new ArrayList<>();
            boolean whole = readBody(command, connection.deadline(), body);
            ZinoCase.parse(body)
                    .filter(found -> found.number() == number && (whole || found.hasAllTrusted()))
                    .ifPresentOrElse(
                            found -> attributes.found().put(number, found),
                            () -> attributes.failed().add(number));
        } else {
            (UNKNOWN_CASE.matcher(line).matches() ? attributes.unknown() : attributes.failed()).add(number);
        }
        return new Doubtful(attributes, catchUp(command) == 0);
    }

    /** Reads up to the answer to something never said before; returns how many lines came before it. */
    private int catchUp(String what) throws SourceException {
        String word = "X" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        String echo = "500 unknown command: \"" + word + "\"";
        connection.send(what, word + "\r\n");
        long deadline = connection.deadline();
        int before = 0;
        for (long length = 0; length < LONGEST_BODY; before++) {
            String line = connection.read(what, deadline);
            if (line.equals(echo)) {
                return before;
            }
            length += line.length() + 1L;
        }
        throw SourceException.badAnswer(connection.address() + ": " + what + ": an answer without an end", null);
    }

    private Reply read(String what, long deadline) throws SourceException {
        String line = connection.read(what, deadline);
        Matcher first = FIRST_LINE.matcher(line);
        if (!first.matches()) {
            throw SourceException.badAnswer(
                    connection.address() + ": " + what + ": '" + excerpt(line) + "': is that Zino?", null);
        }
        int code = Integer.parseInt(first.group(1));
        List<String> body = new ArrayList<>();
        boolean hasBody = code == Reply.LOG || code == Reply.HISTORY || code == Reply.ATTRIBUTES || code == Reply.CASES;
        if (hasBody && !readBody(what, deadline, body)) {
            return new Reply(Reply.ERROR, Reply.INTERNAL_ERROR.substring(4), List.of());
        }
        return new Reply(code, first.group(2).strip(), body);
    }

    /** Reads lines up to a lone dot; false if an error stands where the rest should. */
    private boolean readBody(String what, long deadline, List<String> body) throws SourceException {
        long length = 0;
        while (length < LONGEST_BODY) {
            String line = connection.read(what, deadline);
            if (line.equals(".")) {
                return true;
            }
            if (line.equals(Reply.INTERNAL_ERROR)) {
                return false;
            }
            body.add(line);
            length += line.length() + 1L;
        }
        throw SourceException.badAnswer(
                connection.address() + ": " + what + ": an answer of more than " + LONGEST_BODY + " characters", null);
    }

    private void requireQuiet(String what) throws SourceException {
        if (connection.hasMore(what)) {
            throw SourceException.badAnswer(
                    connection.address() + ": before " + what + ": Zino said something it was not asked", null);
        }
    }

    /** @throws SourceException if the code is another one */
    void require(int code, String command, Reply reply) throws SourceException {
        if (reply.code() != code) {
            throw unexpected(command, reply);
        }
    }

    private SourceException unexpected(String command, Reply reply) {
        return SourceException.badAnswer(
                connection.address() + ": " + command + ": " + reply.code() + " " + excerpt(reply.text()), null);
    }

    private static String excerpt(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }

    @Override
    public void close() {
        connection.close();
    }
}
