package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.WebhookRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A monitoring system in memory with everything that an adapter can meet: two lists in pages, acknowledgements of their
 * own, a log, events, webhooks and pushes. Requests are texts, and so are answers, so that both can be wrong.
 */
final class BeaconSystem
        implements PartitionedSystem,
                PagedSystem,
                UnreadableSystem,
                AcknowledgingSystem,
                HistorySystem,
                WebhookSystem,
                UncertainSystem,
                ForgetfulSystem {
    static final String OURS = "argus-glue";
    private static final int PAGE = 3;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Clock clock;
    private final String password = "s3same-" + NUMBER.incrementAndGet() + "-open";
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private final Map<String, Failure> failing = new TreeMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean failsAfterFirstPage;
    private int requests;
    private int connections;

    BeaconSystem(Clock clock) {
        this.clock = clock;
    }

    /** Something that is wrong, with what people did about it. */
    private static final class Problem {
        final String list;
        final Instant since;
        final Map<String, String> acks = new LinkedHashMap<>();
        final List<String> log = new ArrayList<>();
        String text = "does not answer";
        boolean unreadable;
        boolean uncertain;

        Problem(String list, Instant since) {
            this.list = list;
            this.since = since;
        }
    }

    private Problem problem(String name) {
        return requireNonNull(problems.get(name), () -> "no problem '" + name + "' is open");
    }

    String password() {
        return password;
    }

    CountDownLatch closed() {
        return closed;
    }

    @Override
    public List<String> lists() {
        return List.of("hosts", "services");
    }

    @Override
    public void open(String problem) {
        openIn("hosts", problem);
    }

    @Override
    public synchronized void openIn(String list, String problem) {
        tick();
        problems.put(problem, new Problem(list, clock.instant()));
    }

    /** Two occurrences never have the same start in seconds. */
    private void tick() {
        ((SettableClock) clock).advance(Duration.ofSeconds(2));
    }

    @Override
    public synchronized void end(String problem) {
        tick();
        Problem ended = problems.remove(problem);
        if (ended != null) {
            events.add(String.join(
                    "|",
                    ended.list,
                    problem,
                    ended.since.toString(),
                    clock.instant().toString()));
        }
    }

    @Override
    public synchronized void forget(String problem) {
        problems.remove(problem);
    }

    @Override
    public synchronized void change(String problem) {
        problem(problem).text = "does not answer at all";
    }

    @Override
    public synchronized void inject(Failure failure) {
        lists().forEach(list -> failing.put(list, failure));
        List.of("acks", "log", "events", "ack", "unack", "note").forEach(path -> failing.put(path, failure));
    }

    @Override
    public synchronized void injectInto(String list, Failure failure) {
        failing.put(list, failure);
    }

    @Override
    public synchronized void failAfterFirstPage() {
        failsAfterFirstPage = true;
    }

    @Override
    public synchronized boolean failAcknowledgements() {
        failing.put("acks", Failure.ANSWERS_ERROR);
        return true;
    }

    @Override
    public synchronized void makeUnreadable(String problem) {
        problem(problem).unreadable = true;
    }

    @Override
    public synchronized void makeUncertain(String problem) {
        problem(problem).uncertain = true;
    }

    @Override
    public synchronized void recover() {
        failing.clear();
        failsAfterFirstPage = false;
        problems.values().forEach(problem -> {
            problem.unreadable = false;
            problem.uncertain = false;
        });
    }

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public synchronized void acknowledge(String problem, String person, String text) {
        problem(problem).acks.put(person, clock.instant() + "|" + text);
    }

    @Override
    public synchronized boolean isAcknowledgedBy(String problem, String person) {
        return problem(problem).acks.containsKey(person);
    }

    @Override
    public synchronized void unacknowledge(String problem, String person) {
        problem(problem).acks.remove(person);
    }

    @Override
    public synchronized void addLine(String problem, String person, String text) {
        problem(problem).log.add(String.join("|", clock.instant().toString(), person, text));
    }

    @Override
    public synchronized Object feedbackState(String problem) {
        Problem found = problem(problem);
        return List.of(new TreeMap<>(found.acks).toString(), List.copyOf(found.log));
    }

    @Override
    public synchronized int requests() {
        return requests;
    }

    @Override
    public synchronized int connections() {
        return connections;
    }

    @Override
    public List<String> secrets() {
        return List.of(password);
    }

    @Override
    public WebhookRequest webhook(String problem) {
        byte[] body = ("problem=" + problem).getBytes(StandardCharsets.UTF_8);
        return WebhookRequest.of(Map.of("X-Beacon", List.of(signature(body))), body);
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Opens a connection over which nothing is sent yet. */
    synchronized Line connect() {
        connections++;
        return new Line();
    }

    /** A connection, which can be closed while a request hangs. */
    final class Line implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);

        /** Returns the answer to a request such as {@code hosts?0}. */
        String request(String token, String path, String... arguments) throws IOException, InterruptedException {
            Failure failure;
            synchronized (BeaconSystem.this) {
                requests++;
                failure = failing.get(path);
                if (failure == null && failsAfterFirstPage && lists().contains(path) && !arguments[0].equals("0")) {
                    failure = Failure.ANSWERS_ERROR;
                }
            }
            if (failure == Failure.HANGS) {
                ended.await();
                throw new IOException("closed");
            }
            if (failure == Failure.DOWN) {
                throw new ConnectException("refused");
            }
            if (failure == Failure.REFUSES_CREDENTIALS || !token.equals(password)) {
                return "401";
            }
            if (failure == Failure.ANSWERS_ERROR) {
                return "503";
            }
            if (failure == Failure.ANSWERS_INVALID) {
                return "<html>";
            }
            if (failure == Failure.ANSWERS_NOTHING) {
                return "{}";
            }
            String answer;
            synchronized (BeaconSystem.this) {
                answer = answer(path, arguments);
            }
            return failure == Failure.TRUNCATES_ANSWERS ? answer.substring(0, answer.length() / 2) : answer;
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }

    private String answer(String path, String... arguments) {
        Problem problem = arguments.length == 0 ? null : problems.get(arguments[0]);
        return switch (path) {
            case "acks" -> results(-1, acks());
            case "events" -> results(-1, events);
            case "log" -> problem == null ? "404" : results(-1, problem.log);
            case "ack" -> {
                if (problem != null) {
                    problem.acks.put(arguments[1], clock.instant() + "|" + arguments[2]);
                }
                yield problem == null ? "404" : results(-1, List.of());
            }
            case "unack" -> {
                if (problem != null) {
                    problem.acks.keySet().removeIf(person -> arguments[1].equals("*") || person.equals(arguments[1]));
                }
                yield problem == null ? "404" : results(-1, List.of());
            }
            case "note" -> {
                if (problem != null) {
                    problem.log.add(String.join("|", clock.instant().toString(), arguments[1], arguments[2]));
                }
                yield problem == null ? "404" : results(-1, List.of());
            }
            default -> page(path, Integer.parseInt(arguments[0]));
        };
    }

    private List<String> acks() {
        List<String> lines = new ArrayList<>();
        problems.forEach(
                (name, problem) -> problem.acks.forEach((who, ack) -> lines.add(name + "|" + who + "|" + ack)));
        return lines;
    }

    private String page(String list, int page) {
        List<String> lines = new ArrayList<>();
        problems.forEach((name, problem) -> {
            if (problem.list.equals(list)) {
                lines.add(
                        problem.unreadable
                                ? name + "|?"
                                : String.join(
                                        "|",
                                        name,
                                        problem.since.toString(),
                                        problem.text,
                                        problem.uncertain ? "uncertain" : "down",
                                        String.valueOf(problem.log.size())));
            }
        });
        int from = Math.min(page * PAGE, lines.size());
        int to = Math.min(from + PAGE, lines.size());
        return results(to < lines.size() ? page + 1 : -1, lines.subList(from, to));
    }

    private static String results(int next, List<String> lines) {
        return "results " + lines.size() + " " + next + "\n" + String.join("\n", lines) + "\nend";
    }
}
