package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** Asks several servers the same at the same time. */
final class SideBySide {
    private final ExecutorService threads;

    SideBySide(ExecutorService threads) {
        this.threads = threads;
    }

    /** Asks one server. */
    @FunctionalInterface
    interface Question<T> {
        T ask(URI server) throws SourceException;
    }

    /**
     * What came back.
     *
     * @param answers of those that answered, in the order of the servers
     * @param problems of the others, one line each
     */
    record Round<T>(Map<URI, T> answers, Map<URI, String> problems) {}

    /**
     * Asks all of them.
     *
     * @throws SourceException if none of them answers
     */
    <T> Round<T> ask(List<URI> servers, Question<T> question) throws SourceException, InterruptedException {
        Map<URI, Future<T>> calls = new LinkedHashMap<>();
        for (URI server : servers) {
            calls.put(server, submit(server, question));
        }
        Map<URI, T> answers = new LinkedHashMap<>();
        Map<URI, SourceException> failures = new LinkedHashMap<>();
        try {
            for (Map.Entry<URI, Future<T>> call : calls.entrySet()) {
                collect(call.getKey(), call.getValue(), answers, failures);
            }
        } finally {
            calls.values().forEach(call -> call.cancel(true));
        }
        if (answers.isEmpty()) {
            throw allFailed(new ArrayList<>(failures.values()));
        }
        Map<URI, String> problems = new LinkedHashMap<>();
        failures.forEach((server, failure) -> problems.put(server, message(failure)));
        return new Round<>(answers, problems);
    }

    private <T> Future<T> submit(URI server, Question<T> question) throws SourceException {
        try {
            return threads.submit(() -> question.ask(server));
        } catch (RejectedExecutionException e) {
            throw SourceException.unreachable("not tried, the source is being closed", e);
        }
    }

    private static <T> void collect(URI server, Future<T> call, Map<URI, T> answers, Map<URI, SourceException> failures)
            throws InterruptedException {
        try {
            answers.put(server, call.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            failures.put(
                    server,
                    cause instanceof SourceException failure
                            ? failure
                            : SourceException.badAnswer(
                                    "an answer of " + server + " could not be read: " + cause, cause));
        }
    }

    /** What somebody has to do something about goes before what may pass by itself. */
    private static SourceException allFailed(List<SourceException> failures) {
        String all =
                String.join("; ", failures.stream().map(SideBySide::message).toList());
        if (failures.size() == 1) {
            return failures.get(0);
        } else if (has(failures, SourceException.Kind.UNAUTHORIZED)) {
            return SourceException.unauthorized(all);
        } else if (has(failures, SourceException.Kind.BAD_ANSWER)) {
            return SourceException.badAnswer(all, failures.get(0));
        } else if (failures.stream().allMatch(failure -> failure.kind() == SourceException.Kind.RATE_LIMITED)) {
            Optional<Duration> wait = failures.get(0).retryAfter();
            return SourceException.rateLimited(all, wait.orElse(Duration.ZERO));
        }
        return SourceException.unreachable(all, failures.get(0));
    }

    private static boolean has(List<SourceException> failures, SourceException.Kind kind) {
        return failures.stream().anyMatch(failure -> failure.kind() == kind);
    }

    private static String message(SourceException failure) {
        return String.valueOf(failure.getMessage());
    }
}
