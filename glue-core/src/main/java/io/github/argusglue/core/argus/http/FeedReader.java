package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.IncidentEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a page of the log of all incidents from a JSON stream. */
final class FeedReader {
    private FeedReader() {}

    static FeedPage read(JsonParser json) throws IOException {
        FeedFields fields = new FeedFields();
        ArgusJson.object(json, "answer", name -> {
            switch (name) {
                case "next" -> fields.next = uri(ArgusJson.textOrNull(json, name));
                case "results" -> fields.events = ArgusJson.array(json, name, EventReader::read);
                default -> json.skipChildren();
            }
        });
        List<IncidentEvent> events = fields.events;
        if (events == null) {
            throw ArgusJson.missing("results");
        }
        return new FeedPage(List.copyOf(events), fields.next);
    }

    private static @Nullable URI uri(@Nullable String text) throws IOException {
        try {
            return text == null ? null : new URI(text);
        } catch (URISyntaxException e) {
            UnexpectedJsonException unexpected = new UnexpectedJsonException("'next' is not a URL");
            unexpected.initCause(e);
            throw unexpected;
        }
    }

    private static final class FeedFields {
        private @Nullable URI next;
        private @Nullable List<IncidentEvent> events;
    }
}
