package io.github.argusglue.plugin.zino.standin;

import io.github.argusglue.plugin.zino.standin.StandInZino.ZinoFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One command session of a {@link StandInZino}. */
final class StandInSession {
    private static final Set<String> STATES =
            Set.of("embryonic", "open", "working", "waiting", "confirm-wait", "ignored", "closed");

    private final StandInZino zino;
    private final Socket socket;
    private final String challenge = String.format(Locale.ROOT, "%040x", System.nanoTime());
    private @Nullable String user;
    private boolean quit;

    StandInSession(StandInZino zino, Socket socket) {
        this.zino = zino;
        this.socket = socket;
    }

    void run() {
        try (socket) {
            answer("200 " + challenge + " Hello, there\r\n");
            InputStream in = socket.getInputStream();
            while (!quit) {
                List<String> lines = readLines(in);
                if (lines.isEmpty()) {
                    return;
                }
                execute(lines, in);
            }
        } catch (IOException e) {
            return; // The client has gone, or the server was stopped.
        } finally {
            zino.ended(this);
        }
    }

    /** Returns all available lines, and waits for at least one; none at the end of the stream. */
    private static List<String> readLines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int read = in.read();
            for (; read >= 0 && read != '\n'; read = in.read()) {
                line.write(read);
            }
            if (read < 0) {
                return List.of();
            }
            lines.add(line.toString(StandardCharsets.UTF_8).stripTrailing());
        } while (in.available() > 0);
        return lines;
    }

    /** Errors are sent before other replies, as in Zino. */
    private void execute(List<String> lines, InputStream in) throws IOException {
        List<String> successes = new ArrayList<>();
        for (String line : lines) {
            if (line.isEmpty()) {
                continue;
            }
            zino.count(line.startsWith("USER ") ? "USER" : line);
            String[] words = line.split(" ", -1);
            if (words[0].equalsIgnoreCase("ADDHIST")) {
                addHistory(words, lines.size(), in);
                continue;
            }
            String reply = reply(words, line);
            if (reply.startsWith("500 ")) {
                answer(reply);
            } else {
                successes.add(reply);
            }
        }
        for (String reply : successes) {
            answer(reply);
        }
    }

    private String reply(String[] words, String line) {
        String command = words[0].toUpperCase(Locale.ROOT);
        return switch (command) {
            case "VERSION" -> "200 zino version is 2.5.2\r\n";
            case "USER" -> logIn(words);
            case "QUIT" -> quit();
            default -> user == null ? "500 Not authenticated\r\n" : loggedIn(command, words, line);
        };
    }

    private String quit() {
        quit = true;
        return "205 Bye\r\n";
    }

    private String loggedIn(String command, String[] words, String line) {
        return switch (command) {
            case "NTIE" -> zino.tie(this, words[1]) ? "200 ok\r\n" : "500 Could not find your notify socket\r\n";
            case "CASEIDS" -> caseIds();
            case "GETATTRS", "GETHIST", "GETLOG", "SETSTATE" -> aboutCase(command, words);
            default -> "500 unknown command: \"" + line + "\"\r\n";
        };
    }

    private String logIn(String[] words) {
        if (user != null) {
            return "500 already authenticated\r\n";
        }
        if (!words[1].equals(zino.user())) {
            return "500 no such user\r\n";
        }
        if (zino.currentFault() == ZinoFault.REFUSES || !words[2].equals(expected())) {
            return "500 Authentication failure\r\n";
        }
        user = words[1];
        return "200 ok\r\n";
    }

    private String expected() {
        try {
            byte[] text = (challenge + " " + zino.secret()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String caseIds() {
        synchronized (zino) {
            return zino.cases.values().stream()
                    .filter(open -> !open.state().equals("closed"))
                    .map(open -> open.number + "\r\n")
                    .collect(Collectors.joining(
                            "", "304 list of active cases follows, terminated with '.'\r\n", ".\r\n"));
        }
    }

    private String aboutCase(String command, String[] words) {
        synchronized (zino) {
            StandInCase found = find(words[1]);
            if (found == null) {
                return unknown(words[1]);
            }
            return switch (command) {
                case "GETATTRS" -> found.block();
                case "GETHIST" -> body("301 history follows, terminated with '.'", found.history);
                case "GETLOG" -> body("300 log follows, terminated with '.'", found.log);
                default -> setState(found, words[2]);
            };
        }
    }

    private static String unknown(String number) {
        return "500 event \"" + number + "\" does not exist\r\n";
    }

    private @Nullable StandInCase find(String number) {
        return number.matches("[0-9]{1,11}") ? zino.cases.get(Long.valueOf(number)) : null;
    }

    private static String body(String head, List<String> lines) {
        return lines.stream().map(line -> line + "\r\n").collect(Collectors.joining("", head + "\r\n", ".\r\n"));
    }

    private String setState(StandInCase changed, String state) {
        if (!STATES.contains(state)) {
            return "500 state must be one of embryonic, open, working, waiting, confirm-wait, ignored, closed\r\n";
        }
        if (changed.state().equals("closed") && !state.equals("closed")) {
            return "500 Cannot reopen closed event " + changed.number + "\r\n";
        }
        zino.setState(changed.number, state, String.valueOf(user));
        return "200 ok\r\n";
    }

    private void addHistory(String[] words, int together, InputStream in) throws IOException {
        if (together > 1) {
            zino.violated("ADDHIST together with other commands");
        }
        StandInCase found = find(words[1]);
        if (found == null || user == null) {
            answer(user == null ? "500 Not authenticated\r\n" : unknown(words[1]));
            return;
        }
        answer("302 please provide new history entry, terminate with '.'\r\n");
        List<String> text = new ArrayList<>();
        while (true) {
            for (String line : readLines(in)) {
                if (!text.isEmpty() && text.get(text.size() - 1).equals(".")) {
                    zino.violated("'" + line + "' behind the dot");
                }
                text.add(line);
            }
            if (text.isEmpty()) {
                return;
            }
            if (text.get(text.size() - 1).equals(".")) {
                break;
            }
        }
        text.remove(text.size() - 1);
        zino.addHistory(
                Long.parseLong(words[1]),
                String.valueOf(user),
                text.stream().flatMap(StandInSession::split).map(String::strip).toList());
        answer("200 ok\r\n");
    }

    /** Zino treats more characters as line breaks than Java does. */
    private static Stream<String> split(String line) {
        return Arrays.stream(line.split("[\\x0b\\x0c\\x1c\\x1d\\x1e\\x85\\u2028\\u2029\\r]", -1));
    }

    private void answer(String reply) throws IOException {
        switch (zino.currentFault()) {
            case FROZEN -> {
                return;
            }
            case GARBAGE -> write("HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n");
            case CUTS -> {
                write(reply.substring(0, reply.length() / 2));
                socket.close();
            }
            default -> write(reply);
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(zino.bytesAtOnce(), bytes.length - at);
            socket.getOutputStream().write(bytes, at, length);
            at += length;
        }
    }
}
