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

/** Sends the same request to several servers in parallel. */
final class ParallelFetch {
    private final ExecutorService threads;

    ParallelFetch(ExecutorService threads) {
        this.threads = threads;
    }

    /** A request to one server. */
    @FunctionalInterface
    interface Fetch<T> {
        T fetch(URI server) throws SourceException, InterruptedException;
    }

    /**
     * The results.
     *
     * @param answers answers of the servers that answered, in the order of the servers
     * @param problems one line for each server that did not
     */
    record FetchResult<T>(Map<URI, T> answers, Map<URI, String> problems) {}

    /**
     * Sends the request to all servers.
     *
     * @throws SourceException if no server answers
     */
    <T> FetchResult<T> fetch(List<URI> servers, Fetch<T> request) throws SourceException, InterruptedException {
        Map<URI, Future<T>> calls = new LinkedHashMap<>();
        for (URI server : servers) {
            calls.put(server, submit(server, request));
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
        return new FetchResult<>(answers, problems);
    }

    private <T> Future<T> submit(URI server, Fetch<T> request) throws SourceException {
        try {
            return threads.submit(() -> request.fetch(server));
        } catch (RejectedExecutionException e) {
            throw SourceException.unreachable("not sent, the source is being closed", e);
        }
    }

    private static <T> void collect(URI server, Future<T> call, Map<URI, T> answers, Map<URI, SourceException> failures)
            throws InterruptedException {
        try {
            answers.put(server, call.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InterruptedException) {
                throw new InterruptedException("the source is being closed");
            }
            failures.put(
                    server,
                    cause instanceof SourceException failure
                            ? failure
                            : SourceException.badAnswer("cannot read the response of " + server + ": " + cause, cause));
        }
    }

    /** Failures that need a person take precedence over those that may be temporary. */
    private static SourceException allFailed(List<SourceException> failures) {
        String all =
                String.join("; ", failures.stream().map(ParallelFetch::message).toList());
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
