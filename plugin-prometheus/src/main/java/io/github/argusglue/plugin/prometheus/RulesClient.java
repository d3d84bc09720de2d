package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /api/v1/rules} of Prometheus or a compatible server. It contains the same alerts as
 * {@code /api/v1/alerts} and also says whether each rule is evaluated, which a list of alerts does not.
 */
final class RulesClient {
    private final SourceHttpClient http;
    private final RulesReader reader;

    RulesClient(SourceHttpClient http, JsonFactory json) {
        this.http = http;
        this.reader = new RulesReader(json);
    }

    PrometheusRules read(URI server) throws SourceException {
        SourceHttpClient.HttpAnswer<RulesReader.RuleList> answer =
                http.get(server, "api/v1/rules", Map.of("type", List.of("alert")), (body, now) -> reader.rules(body));
        return new PrometheusRules(
                answer.now(),
                startedAt(server),
                answer.body().rules(),
                answer.body().warning());
    }

    /** Prometheus reports its start time; some compatible servers do not. */
    private @Nullable Instant startedAt(URI server) {
        try {
            String start = http.get(
                            server,
                            "api/v1/status/runtimeinfo",
                            Map.of(),
                            (body, now) -> reader.text(body, "startTime"))
                    .body();
            Instant at = RulesReader.instant(start);
            return at.equals(Instant.EPOCH) ? null : at;
        } catch (SourceException e) {
            return null;
        }
    }
}
