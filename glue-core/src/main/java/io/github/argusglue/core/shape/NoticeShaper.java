package io.github.argusglue.core.shape;

import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Turns a notice into the incident to create, with the same limits as for an alert. */
public final class NoticeShaper {
    private final ArgusLimits limits;

    /**
     * Creates a shaper.
     *
     * @param alwaysTags are added to each notice
     * @param warn receives what had to be shortened or omitted
     */
    public NoticeShaper(List<Tag> alwaysTags, Consumer<String> warn) {
        this.limits = new ArgusLimits(alwaysTags, warn);
    }

    /**
     * Returns a stateless incident.
     *
     * @throws IllegalArgumentException if the id of the notice is not valid in Argus
     */
    public NewIncident shape(Notice notice, Instant now) {
        ArgusLimits.checkId(notice.id());
        return new NewIncident(
                notice.id(),
                notice.at().isAfter(now) ? now : notice.at(),
                false,
                notice.severity().level(),
                limits.description(notice.description()),
                limits.tags(notice.tags()),
                limits.details(notice.detailsUrl().map(URI::toString).orElse("")),
                "",
                Map.of());
    }
}
