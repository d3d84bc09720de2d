package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests to the system and reads the answers, as an adapter's client does. */
final class BeaconClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BeaconClient.class);

    private final Supplier<BeaconConfig> config;
    private final Fault fault;
    private BeaconSystem.@Nullable Line line;

    BeaconClient(Supplier<BeaconConfig> config) {
        this.config = config;
        this.fault = config.get().fault();
    }

    /** One answer: its lines, and the number of the next page; -1 if there is none. */
    record Answer(List<String> lines, int next) {
        static final Answer EMPTY = new Answer(List.of(), -1);
    }

    synchronized void connect() {
        if (line == null) {
            line = config.get().system().connect();
        }
    }

    private synchronized BeaconSystem.Line line() {
        connect();
        return requireNonNull(line, "not connected");
    }

    /** Returns all pages of a list. */
    List<String> list(String name) throws SourceException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int page = 0; page >= 0; ) {
            Answer answer;
            try {
                answer = get(name, String.valueOf(page));
            } catch (SourceException e) {
                if (fault == Fault.CUT_LIST_IS_COMPLETE && page > 0) {
                    return lines;
                }
                throw e;
            }
            lines.addAll(answer.lines());
            page = fault == Fault.FIRST_PAGE_ONLY ? -1 : answer.next();
        }
        return lines;
    }

    Answer get(String path, String... arguments) throws SourceException, InterruptedException {
        String what = "GET " + path;
        String text;
        try {
            text = request(path, arguments);
        } catch (IOException e) {
            String secret = fault == Fault.PASSWORD_IN_EXCEPTION ? password() : "";
            throw SourceException.unreachable(what + " failed: check that it runs " + secret, e);
        }
        if (text.equals("401")) {
            throw SourceException.unauthorized(what + ": 401: check 'password'");
        }
        if (text.equals("503")) {
            if (fault == Fault.SERVER_ERROR_IS_EMPTY) {
                return Answer.EMPTY;
            }
            throw SourceException.unreachable(what + ": 503: the system says that it failed", null);
        }
        if (text.equals("404")) {
            if (fault == Fault.GONE_ALERT_IS_AN_ERROR) {
                throw SourceException.badAnswer(what + ": 404", null);
            }
            return Answer.EMPTY;
        }
        if (text.equals("{}") && fault == Fault.NOTHING_IS_EMPTY) {
            return Answer.EMPTY;
        }
        return parse(what, text);
    }

    private String request(String path, String... arguments) throws IOException, InterruptedException {
        if (fault == Fault.PASSWORD_IN_LOG) {
            log.debug("request with {}", password());
        }
        if (fault == Fault.PASSWORD_IN_FLUENT_LOG) {
            log.atWarn().addKeyValue("token", password()).log("request");
        }
        try {
            return line().request(password(), path, arguments);
        } catch (InterruptedException e) {
            if (fault == Fault.INTERRUPT_IS_SWALLOWED || fault == Fault.INTERRUPT_IS_RETRIED) {
                throw new IOException("interrupted", e);
            }
            throw e;
        }
    }

    private String password() {
        return config.get().password().reveal();
    }

    private static Answer parse(String what, String text) throws SourceException {
        List<String> lines = text.lines().toList();
        String[] head = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (head.length != 3
                || !head[0].equals("results")
                || !lines.get(lines.size() - 1).equals("end")) {
            throw SourceException.badAnswer(what + ": not an answer of this system", null);
        }
        List<String> results = lines.subList(1, lines.size() - 1).stream()
                .filter(result -> !result.isEmpty())
                .toList();
        if (results.size() != Integer.parseInt(head[1])) {
            throw SourceException.badAnswer(what + ": the answer is cut", null);
        }
        return new Answer(results, Integer.parseInt(head[2]));
    }

    /** Blocks until the test is over, whatever is done to the thread. */
    static void block(BeaconConfig config) {
        boolean done = false;
        while (!done) {
            try {
                config.system().closed().await();
                done = true;
            } catch (InterruptedException e) {
                // What a call does that cannot be interrupted.
                done = false;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (line != null && fault != Fault.SNAPSHOT_IGNORES_CLOSE) {
            line.close();
        }
    }
}
