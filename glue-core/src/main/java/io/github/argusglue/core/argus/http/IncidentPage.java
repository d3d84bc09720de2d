package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of incidents, latest start first.
 *
 * @param more whether there are more pages
 */
record IncidentPage(List<IncidentRow> rows, boolean more) {

    static IncidentPage read(JsonParser json, IncidentReader reader) throws IOException {
        PageFields fields = new PageFields();
        ArgusJson.object(json, "answer", name -> {
            switch (name) {
                case "next" -> fields.next = ArgusJson.textOrNull(json, name);
                case "results" -> fields.rows = ArgusJson.array(json, name, reader::read);
                default -> json.skipChildren();
            }
        });
        List<IncidentRow> rows = fields.rows;
        if (rows == null) {
            throw ArgusJson.missing("results");
        }
        return new IncidentPage(rows, fields.next != null);
    }

    Instant firstStart() {
        return rows.get(0).incident().startTime();
    }

    Instant lastStart() {
        return rows.get(rows.size() - 1).incident().startTime();
    }

    private static final class PageFields {
        private @Nullable String next;
        private @Nullable List<IncidentRow> rows;
    }
}
