package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.time.Instant;
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

    PrometheusRules read(URI server) throws SourceException, InterruptedException {
        HttpRequest rules = HttpRequest.get(server, "api/v1/rules").query("type", "alert");
        PrometheusRules read = http.send(rules, response -> {
            RulesReader.RuleList list = reader.rules(response.body());
            return new PrometheusRules(response.time(), null, list.rules(), list.warning());
        });
        return read.withStart(startedAt(server));
    }

    /** Prometheus reports its start time; some compatible servers do not. */
    private @Nullable Instant startedAt(URI server) throws InterruptedException {
        try {
            String start = http.send(
                    HttpRequest.get(server, "api/v1/status/runtimeinfo"),
                    response -> reader.text(response.body(), "startTime"));
            Instant at = RulesReader.instant(start);
            return at.equals(Instant.EPOCH) ? null : at;
        } catch (SourceException e) {
            return null;
        }
    }
}
