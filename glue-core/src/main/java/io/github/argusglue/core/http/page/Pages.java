package io.github.argusglue.core.http.page;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The status pages. */
public final class Pages {
    private static final long PATIENCE_MILLIS = 2_000;

    private final ServiceStatus situation;
    private final InstantSource clock;
    private final PageLayout frame;

    /** Creates the pages. */
    public Pages(ServiceStatus situation, InstantSource clock) {
        this.situation = situation;
        this.clock = clock;
        this.frame = new PageLayout(situation);
    }

    /** Returns the overview page. */
    public HttpReply overview() {
        return new OverviewPage(situation, frame).render(clock.instant());
    }

    /** Returns the page of one source. The open incidents are requested from the source's thread, which may be busy. */
    public CompletableFuture<HttpReply> source(String name) {
        Optional<EndpointSource> found = situation.source(name);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(missing(name));
        }
        EndpointSource source = found.get();
        return source.live()
                .openIncidents(SourcePage.MOST_OPEN)
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .handleAsync((open, late) -> new SourcePage(frame)
                        .render(source, situation.token(source.name()).orElse(null), open, clock.instant()));
    }

    private HttpReply missing(String name) {
        Html html = new Html();
        html.raw("<h1>No such source</h1>\n<p>There is no source named '").text(Format.shorten(name, 100));
        html.raw("'. See the <a href=\"/\">list of sources</a>.</p>\n");
        Instant now = clock.instant();
        return frame.page(404, "No such source – argus-glue", html, now);
    }
}
