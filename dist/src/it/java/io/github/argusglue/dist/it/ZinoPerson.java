package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A person who uses Zino, with their own session, without the code under test. */
public final class ZinoPerson implements AutoCloseable {
    static final String NAME = "operator";

    private static final String SECRET = "another secret";
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader lines;

    ZinoPerson(InetSocketAddress zino) {
        socket = connect(zino);
        try {
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String challenge = lines.readLine().split(" ", 3)[1];
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest((challenge + " " + SECRET).getBytes(UTF_8)));
            require("200", "USER " + NAME + " " + hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Socket connect(InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(address), e);
        }
    }

    /** Sends a command and returns the first line of the response, then the lines of its body. */
    private List<String> ask(String command) {
        try {
            socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
            List<String> answer = new ArrayList<>();
            answer.add(line());
            if (answer.get(0).startsWith("30") && !answer.get(0).startsWith("302")) {
                for (String line = line(); !line.equals("."); line = line()) {
                    answer.add(line);
                }
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        }
    }

    private String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("Zino has closed the session");
        }
        return line;
    }

    /** Sends a command that requires the given response; returns the body. */
    List<String> require(String code, String command) {
        List<String> answer = ask(command);
        if (!answer.get(0).startsWith(code)) {
            throw new AssertionError("Zino, asked '" + command + "': " + answer);
        }
        return answer.subList(1, answer.size());
    }

    /** Makes Zino poll a router now; false if Zino does not know it yet. */
    boolean poll(String router) {
        return ask("POLLRTR " + router).get(0).startsWith("200");
    }

    /** Returns the numbers of the cases that are not closed. */
    public Set<Long> cases() {
        return require("304", "CASEIDS").stream().map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the numbers of the cases whose attributes have these values, such as {@code router=gw1}. */
    public Set<Long> cases(String... conditions) {
        return cases().stream()
                .filter(number -> {
                    Map<String, String> attributes = attributes(number);
                    return List.of(conditions).stream()
                            .map(condition -> condition.split("=", 2))
                            .allMatch(both -> both[1].equals(attributes.get(both[0])));
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public Map<String, String> attributes(long number) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String line : require("303", "GETATTRS " + number)) {
            String[] both = line.split(":", 2);
            attributes.putIfAbsent(both[0], both[1].strip());
        }
        return attributes;
    }

    String state(long number) {
        return attributes(number).getOrDefault("state", "");
    }

    /** Returns the changes of a case by people, one line per entry, without times. */
    List<String> history(long number) {
        List<String> entries = new ArrayList<>();
        for (String line : require("301", "GETHIST " + number)) {
            if (line.startsWith(" ")) {
                int last = entries.size() - 1;
                entries.set(last, entries.get(last) + "/" + line.strip());
            } else {
                entries.add(line.split(" ", 2)[1]);
            }
        }
        return entries;
    }

    public void setState(long number, String state) {
        require("200", "SETSTATE " + number + " " + state);
    }

    public void note(long number, String text) {
        require("302", "ADDHIST " + number);
        require("200", text + "\r\n.");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
