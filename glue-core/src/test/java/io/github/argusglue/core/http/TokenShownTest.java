package io.github.argusglue.core.http;

import static io.github.argusglue.core.http.FakeServiceStatus.NOW;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.page.Pages;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.core.token.TokenKind;
import io.github.argusglue.core.token.TokenReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the page and the metrics show tokens. */
final class TokenShownTest {
    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final Pages pages = new Pages(situation, InstantSource.fixed(NOW));
    private final GlueMetrics metrics = new GlueMetrics(situation);

    private void token(
            RenewalStep step, @Nullable Instant until, @Nullable String trouble, @Nullable String instruction) {
        situation.tokens.put(
                "oslo",
                new TokenReport(
                        "oslo",
                        TokenKind.DRF,
                        "about",
                        step,
                        until,
                        "good <until> then",
                        "/t",
                        true,
                        trouble,
                        instruction,
                        0));
    }

    private String source() {
        return pages.source("oslo").orTimeout(20, TimeUnit.SECONDS).join().body();
    }

    @Test
    void aValidTokenIsShownWithoutAWarning() {
        situation.add("oslo");
        token(RenewalStep.FINE, NOW.plus(Duration.ofDays(9)), null, null);
        assertTrue(source().contains(
                        "<dt>Token</dt><dd>DRF token, good &lt;until&gt; then; renewed" + " automatically</dd>"));
        assertFalse(pages.overview().body().contains("Token:"));
        String scraped = metrics.scrape().body();
        assertTrue(
                scraped.contains("argus_glue_source_token_expiry_timestamp_seconds{source=\"oslo\"} 1.79604E9"),
                scraped);
        assertTrue(scraped.contains("argus_glue_source_token_renewal_failing{source=\"oslo\"} 0.0"), scraped);
    }

    @Test
    void aRequiredActionIsShownOnBothPages() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.argusFault = "401";
        oslo.tokenRefused = true;
        oslo.pending = 50;
        situation.add("oslo").status = oslo.build();
        token(RenewalStep.REFUSED, null, "the folder is full", "make another");
        for (String page : new String[] {source(), pages.overview().body()}) {
            assertTrue(page.contains("Token: good &lt;until&gt; then. To do: make another"), page);
            assertTrue(page.contains("Token: the folder is full"), page);
            assertTrue(page.contains("50 changes cannot be delivered until Argus accepts the token"), page);
        }
        String scraped = metrics.scrape().body();
        assertTrue(scraped.contains("argus_glue_source_token_refused{source=\"oslo\"} 1.0"), scraped);
        assertFalse(scraped.contains("token_expiry_timestamp_seconds{"), scraped);
        assertTrue(scraped.contains("argus_glue_source_token_renewal_failing{source=\"oslo\"} 1.0"), scraped);
    }

    @Test
    void anUnknownExpiryIsOmitted() {
        situation.add("oslo");
        token(RenewalStep.FINE, null, null, null);
        assertFalse(metrics.scrape().body().contains("token_expiry_timestamp_seconds{"));
    }
}
