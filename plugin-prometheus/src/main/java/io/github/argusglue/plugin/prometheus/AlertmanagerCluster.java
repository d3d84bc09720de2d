package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads all members of an Alertmanager cluster in parallel. */
final class AlertmanagerCluster {
    private final List<URI> members;
    private final Map<String, List<String>> query;
    private final SourceHttpClient http;
    private final ParallelFetch parallelFetch;
    private final AlertListReader alerts;
    private final StatusReader status;

    AlertmanagerCluster(
            AlertmanagerConfig config, SourceHttpClient http, ParallelFetch parallelFetch, JsonFactory json) {
        this.members = config.urls();
        this.query = query(config);
        this.http = http;
        this.parallelFetch = parallelFetch;
        this.alerts = new AlertListReader(json);
        this.status = new StatusReader(json);
    }

    private static Map<String, List<String>> query(AlertmanagerConfig config) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("filter", config.filter());
        query.put("receiver", config.receiver().map(List::of).orElse(List.of()));
        return query;
    }

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

    /** Reads the list first: a restart between the two requests then only makes absence count less. */
    private MemberReading read(URI member, MergedAlert.AlertIdentity identity) throws SourceException {
        SourceHttpClient.HttpAnswer<AlertListReader.AlertList> listing =
                http.get(member, "api/v2/alerts", query, alerts::read);
        StatusReader.AlertmanagerStatus process = http.get(
                        member, "api/v2/status", Map.of(), (body, now) -> status.read(body))
                .body();
        MemberAnswer answer = new MemberAnswer(
                member.toString(),
                listing.now(),
                process.startedAt(),
                process.config(),
                identity.observations(listing.body().alerts()),
                listing.body().unidentified() == 0);
        return new MemberReading(listing.body().alerts(), answer);
    }
}
