package io.github.argusglue.dist.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.dist.it.LabArgus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads the incidents of one source from Argus's database. */
final class ArgusRecords {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LabArgus argus;
    private final String source;
    private String readAt = "";
    private List<IncidentRecord> last = List.of();

    ArgusRecords(LabArgus argus, String source) {
        this.argus = argus;
        this.source = source;
    }

    /**
     * Returns all incidents as {@link #read()}, but reads them only if a log or the number of open ones has changed.
     */
    synchronized List<IncidentRecord> readIfChanged() {
        String now = String.join(
                "",
                argus.sql("select count(distinct i.id) filter (where i.end_time > now()) || ' ' || count(*) || ' ' ||"
                        + " coalesce(max(e.id), 0) from argus_incident_event e join argus_incident_incident i"
                        + " on i.id = e.incident_id join argus_incident_sourcesystem s on s.id = i.source_id"
                        + " where s.name = '" + source + "'"));
        if (!now.equals(readAt)) {
            last = read();
            readAt = now;
        }
        return last;
    }

    /** Returns all incidents, the oldest first. */
    List<IncidentRecord> read() {
        return argus.sql("""
                        select json_build_object('pk', i.id, 'id', i.source_incident_id, 'open', i.end_time > now(),
                          'ticket', i.ticket_url,
                          'tags', (select json_agg(t.key || '=' || t.value) from argus_incident_incidenttagrelation r
                                   join argus_incident_tag t on t.id = r.tag_id where r.incident_id = i.id),
                          'log', (select json_agg(json_build_array(e.type, e.actor_id = s.user_id,
                                    (extract(epoch from e.received) * 1000)::bigint, e.description) order by e.id)
                                  from argus_incident_event e where e.incident_id = i.id))
                        from argus_incident_incident i
                        join argus_incident_sourcesystem s on s.id = i.source_id where s.name = '%s' order by i.id
                        """.formatted(source)).stream()
                .map(ArgusRecords::parse)
                .toList();
    }

    /** Returns how many lines there are in the logs of the source's incidents. */
    long lines() {
        return Long.parseLong(argus.sql("select count(*) from argus_incident_event e join argus_incident_incident i"
                        + " on i.id = e.incident_id join argus_incident_sourcesystem s on s.id = i.source_id"
                        + " where s.name = '" + source + "'")
                .get(0));
    }

    private static IncidentRecord parse(String line) {
        try {
            JsonNode row = MAPPER.readTree(line);
            Set<String> tags = StreamSupport.stream(row.path("tags").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            List<LogEntry> log = StreamSupport.stream(row.path("log").spliterator(), false)
                    .map(entry -> new LogEntry(
                            entry.path(0).asText(),
                            entry.path(1).asBoolean(),
                            Instant.ofEpochMilli(entry.path(2).asLong()),
                            entry.path(3).asText()))
                    .toList();
            String key = row.path("id").asText().split("[@~]", 2)[0];
            return new IncidentRecord(
                    row.path("pk").asLong(),
                    key,
                    row.path("open").asBoolean(),
                    row.path("ticket").asText(),
                    tags,
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
