package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The members of one Alertmanager cluster, read side by side. */
final class Cluster {
    private final List<URI> members;
    private final Map<String, List<String>> query;
    private final Http http;
    private final SideBySide sideBySide;
    private final AlertListReader alerts;
    private final StatusReader status;

    Cluster(AlertmanagerConfig config, Http http, SideBySide sideBySide, JsonFactory json) {
        this.members = config.urls();
        this.query = query(config);
        this.http = http;
        this.sideBySide = sideBySide;
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
     * @param members that answered, in the order of the readings
     * @param problems of the members that did not answer, one line each
     */
    record Round(List<URI> members, List<Reading> readings, List<String> problems) {
        List<MemberAnswer> answers() {
            return readings.stream().map(Reading::answer).toList();
        }

        List<List<ListedAlert>> alerts() {
            return readings.stream().map(Reading::alerts).toList();
        }
    }

    /**
     * Reads every member.
     *
     * @throws SourceException if none of them answers
     */
    Round read(United.Identity identity) throws SourceException, InterruptedException {
        SideBySide.Round<Reading> round = sideBySide.ask(members, member -> read(member, identity));
        return new Round(
                List.copyOf(round.answers().keySet()),
                List.copyOf(round.answers().values()),
                List.copyOf(round.problems().values()));
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
}
