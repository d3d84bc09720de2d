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
    private static final long TIMEOUT_MILLIS = 2_000;

    private final ServiceStatus service;
    private final InstantSource clock;
    private final PageLayout layout;

    /** Creates the pages. */
    public Pages(ServiceStatus service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        this.layout = new PageLayout(service);
    }

    /** Returns the overview page. */
    public HttpReply overview() {
        return new OverviewPage(service, layout).render(clock.instant());
    }

    /** Returns the page of one source. The open incidents are requested from the source's thread, which may be busy. */
    public CompletableFuture<HttpReply> source(String name) {
        Optional<EndpointSource> found = service.source(name);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(notFound(name));
        }
        EndpointSource source = found.get();
        return source.live()
                .openIncidents(SourcePage.MAX_OPEN)
                .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .handleAsync((open, late) -> new SourcePage(layout)
                        .render(
                                source,
                                service.cluster().orElse(null),
                                service.token(source.name()).orElse(null),
                                open,
                                clock.instant()));
    }

    private HttpReply notFound(String name) {
        Html html = new Html();
        html.raw("<div data-live id=\"content\"><h1>No such source</h1>\n<p>There is no source named '")
                .text(Format.shorten(name, 100));
        html.raw("'. See the <a href=\"/\">list of sources</a>.</p></div>\n");
        Instant now = clock.instant();
        return layout.page(404, "No such source – argus-glue", html, now);
    }
}
