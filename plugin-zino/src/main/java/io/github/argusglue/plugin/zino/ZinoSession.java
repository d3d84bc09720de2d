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
 * An authenticated command session. It sends one command at a time and reads each reply to its end. No input may be
 * left when the next command is sent, or every later reply would be assigned to the wrong case. After an exception the
 * caller must close the session.
 */
final class ZinoSession implements AutoCloseable {
    /** Maximum number of cases in one request. */
    static final int MAX_BATCH = 100;

    /** Maximum length of a reply. The log of a port that flaps all night is long, but shorter than this. */
    private static final int MAX_BODY_LENGTH = 16 << 20;

    private static final Pattern FIRST_LINE = Pattern.compile("([2-5][0-9]{2})[ -](.*)", Pattern.DOTALL);
    private static final Pattern UNKNOWN_CASE = Pattern.compile("500 event \"([0-9]{1,11})\" does not exist");

    private final LineConnection connection;

    private ZinoSession(LineConnection connection) {
        this.connection = connection;
    }

    /** Connects and authenticates. */
    static ZinoSession open(ZinoConfig config, LineConnection.SocketRegistry sockets) throws SourceException {
        return open(LineConnection.open(config, config.port(), sockets), config);
    }

    /** Authenticates. Closes the connection if that fails. */
    static ZinoSession open(LineConnection connection, ZinoConfig config) throws SourceException {
        ZinoSession session = new ZinoSession(connection);
        try {
            session.logIn(config);
            return session;
        } catch (SourceException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void logIn(ZinoConfig config) throws SourceException {
        ZinoReply greeting = read("greeting", connection.deadline());
        String challenge = greeting.text().split(" ", 2)[0];
        if (greeting.code() != ZinoReply.DONE || challenge.isEmpty()) {
            throw unexpected("greeting", greeting);
        }
        String command = "USER " + config.user();
        connection.send(
                command,
                command + " " + challengeResponse(challenge, config.secret().reveal()) + "\r\n");
        ZinoReply reply = read(command, connection.deadline());
        if (reply.isError()) {
            throw SourceException.unauthorized(connection.address() + ": " + command + ": " + reply.code() + " "
                    + excerpt(reply.text()) + ": check 'user' and 'secret' against Zino's secrets file");
        }
        requireCode(ZinoReply.DONE, command, reply);
    }

    static String challengeResponse(String challenge, String secret) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((challenge + " " + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Limits what is received for one answer: the reply to a command, or all cases of a snapshot together. */
    void allowAnswers(long maxBytes) {
        connection.lines().allow(maxBytes);
    }

    /** Begins to count the bytes of an answer. */
    void beginAnswer() {
        connection.lines().beginAnswer();
    }

    /** Asks for Zino's version, the cheapest command, to check that Zino answers. */
    String version() throws SourceException {
        ZinoReply reply = execute("VERSION");
        requireCode(ZinoReply.DONE, "VERSION", reply);
        return reply.text();
    }

    /** Returns the numbers of all cases that are not closed. */
    Set<Long> caseNumbers() throws SourceException {
        ZinoReply reply = execute("CASEIDS");
        requireCode(ZinoReply.CASES, "CASEIDS", reply);
        Set<Long> numbers = new LinkedHashSet<>();
        for (String line : reply.body()) {
            Long number = ZinoCase.number(line);
            if (number == null) {
                throw SourceException.badAnswer(
                        connection.address() + ": CASEIDS: '" + excerpt(line) + "' is not a case number", null);
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Sends one command and reads its reply, which may be an error. */
    ZinoReply execute(String command) throws SourceException {
        if (command.indexOf('\n') >= 0 || command.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("command contains a line break: '" + command + "'");
        }
        requireNoPendingInput(command);
        beginAnswer();
        connection.send(command, command + "\r\n");
        return read(command, connection.deadline());
    }

    /**
     * Sends a command that is followed by lines of text.
     *
     * @param lines none of them is empty, a single dot, or contains a line break
     */
    ZinoReply executeWithText(String command, List<String> lines) throws SourceException {
        ZinoReply reply = execute(command);
        if (reply.isError()) {
            return reply;
        }
        requireCode(ZinoReply.SEND_TEXT, command, reply);
        // Only then the text: Zino would treat input that follows the dot too early as part of the next text.
        connection.send(command, String.join("\r\n", lines) + "\r\n.\r\n");
        return read(command, connection.deadline());
    }

    /**
     * Returns up to {@value #MAX_BATCH} cases, all requested at once. Replies may arrive in another order: a block
     * contains the number of its case, and an error quotes it.
     */
    CaseReadResult readCases(List<Long> numbers) throws SourceException, OutOfSyncException {
        String what = "GETATTRS of " + numbers.size() + " cases";
        requireNoPendingInput(what);
        StringBuilder commands = new StringBuilder();
        numbers.forEach(number -> commands.append("GETATTRS ").append(number).append("\r\n"));
        connection.send(what, commands.toString());
        return readCaseBlocks(what, numbers);
    }

    /** Reads the replies to {@code GETATTRS} for these numbers. */
    CaseReadResult readCaseBlocks(String what, List<Long> numbers) throws SourceException, OutOfSyncException {
        CaseReadResult result = new CaseReadResult();
        Set<Long> expected = new LinkedHashSet<>(numbers);
        int anonymous = 0;
        while (expected.size() > anonymous) {
            String line = connection.read(what, connection.deadline());
            Matcher unknown = UNKNOWN_CASE.matcher(line);
            if (unknown.matches() && expected.remove(Long.valueOf(unknown.group(1)))) {
                result.unknown().add(Long.valueOf(unknown.group(1)));
            } else if (line.equals(ZinoReply.INTERNAL_ERROR)) {
                anonymous++;
            } else if (line.startsWith(ZinoReply.ATTRIBUTES + " ")) {
                anonymous += readBlock(what, expected, result);
            } else {
                throw new OutOfSyncException(what + ": '" + excerpt(line) + "' is not a reply to these commands");
            }
        }
        result.failed().addAll(expected);
        if (connection.hasPendingInput(what)) {
            throw new OutOfSyncException(what + ": more replies than commands");
        }
        return result;
    }

    /** Reads one block. Returns 1 if it ended before the number of its case. */
    private int readBlock(String what, Set<Long> expected, CaseReadResult result)
            throws SourceException, OutOfSyncException {
        List<String> body = new ArrayList<>();
        boolean complete = readBody(what, connection.deadline(), body);
        Optional<ZinoCase> found = ZinoCase.parse(body);
        if (!complete) {
            found.filter(partial -> expected.remove(partial.number()))
                    .ifPresent(partial -> result.failed().add(partial.number()));
            return found.isEmpty() ? 1 : 0;
        }
        if (found.isEmpty() || !expected.remove(found.get().number())) {
            throw new OutOfSyncException(what + ": a block that is not a case, or not a requested one");
        }
        result.found().put(found.get().number(), found.get());
        return 0;
    }

    /**
     * The result of reading one case whose text may be forged.
     *
     * @param result the case
     * @param clean whether the block ended at its first single dot
     */
    record EchoRead(CaseReadResult result, boolean clean) {}

    /**
     * Reads one case, even if its text contains protocol lines. Then sends a random command that only Zino can echo:
     * all lines before the echo belong to the text.
     */
    EchoRead readWithEcho(long number) throws SourceException {
        String command = "GETATTRS " + number;
        requireNoPendingInput(command);
        connection.send(command, command + "\r\n");
        CaseReadResult result = new CaseReadResult();
        String line = connection.read(command, connection.deadline());
        if (line.startsWith(ZinoReply.ATTRIBUTES + " ")) {
            List<String> body = new ArrayList<>();
            boolean complete = readBody(command, connection.deadline(), body);
            ZinoCase.parse(body)
                    .filter(found -> found.number() == number && (complete || found.hasAllTrustedAttributes()))
                    .ifPresentOrElse(
                            found -> result.found().put(number, found),
                            () -> result.failed().add(number));
        } else {
            (UNKNOWN_CASE.matcher(line).matches() ? result.unknown() : result.failed()).add(number);
        }
        return new EchoRead(result, readUntilEcho(command) == 0);
    }

    /** Reads up to the reply to a random command. Returns the number of lines before it. */
    private int readUntilEcho(String what) throws SourceException {
        String word = "X" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        String echo = "500 unknown command: \"" + word + "\"";
        connection.send(what, word + "\r\n");
        long deadline = connection.deadline();
        int before = 0;
        for (long length = 0; length < MAX_BODY_LENGTH; before++) {
            String line = connection.read(what, deadline);
            if (line.equals(echo)) {
                return before;
            }
            length += line.length() + 1L;
        }
        throw SourceException.badAnswer(connection.address() + ": " + what + ": the reply does not end", null);
    }

    private ZinoReply read(String what, long deadline) throws SourceException {
        String line = connection.read(what, deadline);
        Matcher first = FIRST_LINE.matcher(line);
        if (!first.matches()) {
            throw SourceException.badAnswer(
                    connection.address() + ": " + what + ": '" + excerpt(line) + "': check that this is a Zino server",
                    null);
        }
        int code = Integer.parseInt(first.group(1));
        List<String> body = new ArrayList<>();
        boolean hasBody = code == ZinoReply.LOG
                || code == ZinoReply.HISTORY
                || code == ZinoReply.ATTRIBUTES
                || code == ZinoReply.CASES;
        if (hasBody && !readBody(what, deadline, body)) {
            return new ZinoReply(ZinoReply.ERROR, ZinoReply.INTERNAL_ERROR.substring(4), List.of());
        }
        return new ZinoReply(code, first.group(2).strip(), body);
    }

    /** Reads lines up to a single dot; returns false if an error takes the place of the rest. */
    private boolean readBody(String what, long deadline, List<String> body) throws SourceException {
        long length = 0;
        while (length < MAX_BODY_LENGTH) {
            String line = connection.read(what, deadline);
            if (line.equals(".")) {
                return true;
            }
            if (line.equals(ZinoReply.INTERNAL_ERROR)) {
                return false;
            }
            body.add(line);
            length += line.length() + 1L;
        }
        throw SourceException.badAnswer(
                connection.address() + ": " + what + ": a reply of more than " + MAX_BODY_LENGTH + " characters", null);
    }

    private void requireNoPendingInput(String what) throws SourceException {
        if (connection.hasPendingInput(what)) {
            throw SourceException.badAnswer(
                    connection.address() + ": before " + what + ": unexpected input from Zino", null);
        }
    }

    /** @throws SourceException if the reply has another code */
    void requireCode(int code, String command, ZinoReply reply) throws SourceException {
        if (reply.code() != code) {
            throw unexpected(command, reply);
        }
    }

    private SourceException unexpected(String command, ZinoReply reply) {
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
