package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads all members of an Alertmanager cluster in parallel. */
final class AlertmanagerCluster {
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final List<URI> members;
    private final AlertmanagerConfig config;
    private final SourceHttpClient http;
    private final ParallelFetch parallelFetch;
    private final AlertListReader alerts;
    private final StatusReader status;

    AlertmanagerCluster(
            AlertmanagerConfig config, SourceHttpClient http, ParallelFetch parallelFetch, JsonFactory json) {
        this.members = config.urls();
        this.config = config;
        this.http = http;
        this.parallelFetch = parallelFetch;
        this.alerts = new AlertListReader(json);
        this.status = new StatusReader(json);
    }

    private HttpRequest alertsOf(URI member) {
        HttpRequest request = HttpRequest.get(member, "api/v2/alerts")
                .hint(400, "check 'filter' and 'receiver'")
                .accept(503);
        for (String filter : config.filter()) {
            request = request.query("filter", filter);
        }
        return config.receiver().isPresent()
                ? request.query("receiver", config.receiver().get())
                : request;
    }

    /** What one member listed, and when by its own clock. */
    private record Listing(AlertListReader.AlertList list, Instant at) {}

    /** The alerts that one member listed, and the answer for the closing rule. */
    record MemberReading(List<ListedAlert> alerts, MemberAnswer answer) {}

    /**
     * The result of reading the cluster.
     *
     * @param members members that answered, in the order of the readings
     * @param problems one line for each member that did not answer
     */
    record ClusterReading(List<URI> members, List<MemberReading> readings, List<String> problems) {
        List<MemberAnswer> answers() {
            return readings.stream().map(MemberReading::answer).toList();
        }

        List<List<ListedAlert>> alerts() {
            return readings.stream().map(MemberReading::alerts).toList();
        }
    }

    /**
     * Reads all members.
     *
     * @throws SourceException if no member answers
     */
    ClusterReading read(MergedAlert.AlertIdentity identity) throws SourceException, InterruptedException {
        ParallelFetch.FetchResult<MemberReading> result =
                parallelFetch.fetch(members, member -> read(member, identity));
        return new ClusterReading(
                List.copyOf(result.answers().keySet()),
                List.copyOf(result.answers().values()),
                List.copyOf(result.problems().values()));
    }

    /** Alertmanager answers 503 if it is asked too often at once. */
    private Listing listing(HttpResponse response) throws IOException, SourceException {
        if (response.status() == 503) {
            SourceException failure = response.failure();
            throw response.text().contains("Limit of concurrent")
                    ? SourceException.rateLimited(String.valueOf(failure.getMessage()), BUSY)
                    : failure;
        }
        return new Listing(alerts.read(response.body(), response.time()), response.time());
    }

    /** Reads the list first: a restart between the two requests then only makes absence count less. */
    private MemberReading read(URI member, MergedAlert.AlertIdentity identity)
            throws SourceException, InterruptedException {
        Listing listing = http.send(alertsOf(member), this::listing);
        StatusReader.AlertmanagerStatus process =
                http.send(HttpRequest.get(member, "api/v2/status"), response -> status.read(response.body()));
        MemberAnswer answer = new MemberAnswer(
                member.toString(),
                listing.at(),
                process.startedAt(),
                process.config(),
                identity.observations(listing.list().alerts()),
                listing.list().unidentified() == 0);
        return new MemberReading(listing.list().alerts(), answer);
    }
}
