package io.github.argusglue.core.shape;

import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes of a notice what it is to look like in Argus, by the same rules as an alert. */
public final class NoticeShaper {
    private final ArgusLimits limits;

    /**
     * Makes a shaper.
     *
     * @param alwaysTags added to each notice
     * @param warn is told what had to be made fit
     */
    public NoticeShaper(List<Tag> alwaysTags, Consumer<String> warn) {
        this.limits = new ArgusLimits(alwaysTags, warn);
    }

    /**
     * Returns a stateless incident.
     *
     * @throws IllegalArgumentException if its id cannot be made fit
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
