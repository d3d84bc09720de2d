package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the alerts of Prometheus and its relatives are read: {@code /api/v1/rules}. It holds the same alerts as
 * {@code /api/v1/alerts}, and tells besides whether each rule is evaluated at all, which a bare list of alerts does
 * not.
 */
final class RuleSource {
    private final Http http;
    private final PrometheusReader reader;

    RuleSource(Http http, JsonFactory json) {
        this.http = http;
        this.reader = new PrometheusReader(json);
    }

    PrometheusRules read(URI server) throws SourceException {
        Http.Answer<PrometheusReader.Rules> answer =
                http.get(server, "api/v1/rules", Map.of("type", List.of("alert")), (body, now) -> reader.rules(body));
        return new PrometheusRules(
                answer.now(),
                startOf(server),
                answer.body().rules(),
                answer.body().warning());
    }

    /** Prometheus itself tells; not all of its relatives do. */
    private @Nullable Instant startOf(URI server) {
        try {
            String start = http.get(
                            server,
                            "api/v1/status/runtimeinfo",
                            Map.of(),
                            (body, now) -> reader.text(body, "startTime"))
                    .body();
            Instant at = PrometheusReader.instant(start);
            return at.equals(Instant.EPOCH) ? null : at;
        } catch (SourceException e) {
            return null;
        }
    }
}
