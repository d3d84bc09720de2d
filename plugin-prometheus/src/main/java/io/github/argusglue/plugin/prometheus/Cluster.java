package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** The members of one Alertmanager cluster, read side by side. */
final class Cluster {
    private final List<URI> members;
    private final Map<String, List<String>> query;
    private final Http http;
    private final ExecutorService threads;
    private final AlertListReader alerts;
    private final StatusReader status;

    Cluster(AlertmanagerConfig config, Http http, ExecutorService threads, JsonFactory json) {
        this.members = config.urls();
        this.query = query(config);
        this.http = http;
        this.threads = threads;
        this.alerts = new AlertListReader(json);
        this.status = new StatusReader(json);
    }

    private static Map<String, List<String>> query(AlertmanagerConfig config) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("filter", config.filter());
        query.put("receiver", config.receiver().map(List::of).orElse(List.of()));
        return query;
    }

    /** What one member listed, and what that proves. */
    record Reading(List<ListedAlert> alerts, MemberAnswer answer) {}

    /**
     * One round.
     *
     * @param problems of the members that did not answer, one line each
     */
    record Round(List<Reading> readings, List<String> problems) {}

    /**
     * Reads every member.
     *
     * @throws SourceException if none of them answers
     */
    Round read(United.Identity identity) throws SourceException, InterruptedException {
        List<Future<Reading>> calls = new ArrayList<>();
        for (URI member : members) {
            Callable<Reading> call = () -> read(member, identity);
            calls.add(submit(call));
        }
        List<Reading> readings = new ArrayList<>();
        List<SourceException> failures = new ArrayList<>();
        try {
            for (Future<Reading> call : calls) {
                collect(call, readings, failures);
            }
        } finally {
            calls.forEach(call -> call.cancel(true));
        }
        if (readings.isEmpty()) {
            throw allFailed(failures);
        }
        return new Round(readings, failures.stream().map(Cluster::message).toList());
    }

    private Future<Reading> submit(Callable<Reading> call) throws SourceException {
        try {
            return threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw SourceException.unreachable("not tried, the source is being closed", e);
        }
    }

    private static void collect(Future<Reading> call, List<Reading> readings, List<SourceException> failures)
            throws InterruptedException {
        try {
            readings.add(call.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            failures.add(
                    cause instanceof SourceException failure
                            ? failure
                            : SourceException.badAnswer("an answer could not be read: " + cause, cause));
        }
    }

    /** The list first: what is read of the process later can then only make its silence count for less. */
    private Reading read(URI member, United.Identity identity) throws SourceException {
        Http.Answer<AlertListReader.Listing> listing = http.get(member, "api/v2/alerts", query, alerts::read);
        StatusReader.Status process = http.get(member, "api/v2/status", Map.of(), (body, now) -> status.read(body))
                .body();
        MemberAnswer answer = new MemberAnswer(
                member.toString(),
                listing.now(),
                process.startedAt(),
                process.config(),
                identity.sightings(listing.body().alerts()),
                listing.body().nameless() == 0);
        return new Reading(listing.body().alerts(), answer);
    }

    /** What somebody has to do something about goes before what may pass by itself. */
    private static SourceException allFailed(List<SourceException> failures) {
        String all = String.join("; ", failures.stream().map(Cluster::message).toList());
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
