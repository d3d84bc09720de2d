package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a case looks like in Argus.
 *
 * @param defaultDomain added to router names without a dot
 * @param levelDefault for priorities below all bands
 * @param levels bands of priorities
 * @param detailsUrl template
 * @param incidentIds what incidents are called in Argus
 */
public record Presentation(
        @Doc("Domain that the tag `host` gets when the router's name has no dot")
        Optional<String> defaultDomain,

        @Doc("Level in Argus, 1 (critical) to 5 (information), of cases below all of `levels`")
        @Default("3")
        @Range(min = "1", max = "5")
        int levelDefault,

        @Doc("Level by priority: of the entries whose `min_priority` the case's priority reaches, the highest counts")
        List<Band> levels,

        @Doc("Link of the incident; in braces `case`, `router`, `host`, `type` or any attribute of the case as Zino"
                + " calls it, such as `ifindex`. A case that lacks one of them has no link")
        Optional<String> detailsUrl,

        @Doc("Id of new incidents in Argus: the `case` with the time it was opened, or its `number` alone, as"
                + " zino-argus-glue has it, which can then take them over. A number that Zino gives again gets its time"
                + " either way")
        @Default("case")
        IncidentIds incidentIds) {

    /** What incidents are called in Argus. */
    public enum IncidentIds {
        /** Number and time of opening. */
        CASE,
        /** The number alone, unless it is used up. */
        NUMBER;

        AlertId of(ZinoCase seen) {
            AlertId id = CaseIds.of(seen);
            return this == CASE ? id : id.withIncidentId(String.valueOf(seen.number()));
        }
    }

    /**
     * One band.
     *
     * @param minPriority lowest priority in it
     * @param level of Argus
     */
    public record Band(
            @Doc("Lowest priority of the band") @Range(min = "0")
            int minPriority,

            @Doc("Level in Argus") @Range(min = "1", max = "5")
            int level) {}

    /**
     * Checks domain, bands and template.
     *
     * @throws IllegalArgumentException if one of them makes no sense
     */
    public Presentation {
        detailsUrl.ifPresent(text -> UrlTemplate.parse("details_url", text));
        Set<Integer> once = new HashSet<>();
        for (Band band : levels) {
            if (!once.add(band.minPriority())) {
                throw new IllegalArgumentException("'levels' has min_priority " + band.minPriority() + " twice");
            }
        }
        levels = List.copyOf(levels);
    }

    /** Returns the name that Argus knows a router by. */
    String host(String router) {
        return router.indexOf('.') >= 0
                ? router
                : defaultDomain
                        .map(String::strip)
                        .map(domain -> domain.startsWith(".") ? domain.substring(1) : domain)
                        .filter(domain -> !domain.isEmpty())
                        .map(domain -> router + "." + domain)
                        .orElse(router);
    }

    /** Returns the severity of a priority. */
    Severity severity(int priority) {
        int best = -1;
        int level = levelDefault;
        for (Band band : levels) {
            if (priority >= band.minPriority() && band.minPriority() > best) {
                best = band.minPriority();
                level = band.level();
            }
        }
        return Severity.ofLevel(level);
    }
}
