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
 * How cases are shown in Argus.
 *
 * @param defaultDomain domain that is added to router names without a dot
 * @param levelDefault level for priorities below all bands
 * @param levels levels by priority
 * @param detailsUrl template of the link
 * @param incidentIds form of the incident ids
 */
record CaseDisplayConfig(
        @Doc("Domain that is added to the tag `host` if the router's name has no dot")
        Optional<String> defaultDomain,

        @Doc("Level in Argus, 1 (critical) to 5 (information), of cases whose priority is below all of `levels`")
        @Default("3")
        @Range(min = "1", max = "5")
        int levelDefault,

        @Doc("Levels by priority: the entry with the highest `min_priority` that the case's priority reaches applies")
        List<Band> levels,

        @Doc("Link of the incident. Names in braces are replaced: `case`, `router`, `host`, `type`, or"
                + " any attribute of the case by its name in Zino, such as `ifindex`. A case"
                + " without one of these attributes has no link")
        Optional<String> detailsUrl,

        @Doc("Id of new incidents in Argus: `case` is the case number with its opening time, `number` is"
                + " the number alone, as in zino-argus-glue, which can then take the incidents"
                + " over. A number that Zino reuses always gets its opening time")
        @Default("case")
        IncidentIdFormat incidentIds) {

    /** Form of incident ids in Argus. */
    enum IncidentIdFormat {
        /** Case number and opening time. */
        CASE,
        /** The case number alone, unless an incident already has it. */
        NUMBER;

        AlertId of(ZinoCase zinoCase) {
            AlertId id = CaseIds.of(zinoCase);
            return this == CASE ? id : id.withIncidentId(String.valueOf(zinoCase.number()));
        }
    }

    /**
     * The level of a band of priorities.
     *
     * @param minPriority lowest priority of the band
     * @param level level in Argus
     */
    record Band(
            @Doc("Lowest priority of the band") @Range(min = "0")
            int minPriority,

            @Doc("Level in Argus") @Range(min = "1", max = "5")
            int level) {}

    /**
     * Checks bands and template.
     *
     * @throws IllegalArgumentException if one of them is not valid
     */
    CaseDisplayConfig {
        detailsUrl.ifPresent(text -> UrlTemplate.parse("details_url", text));
        Set<Integer> once = new HashSet<>();
        for (Band band : levels) {
            if (!once.add(band.minPriority())) {
                throw new IllegalArgumentException("'levels' has min_priority " + band.minPriority() + " twice");
            }
        }
        levels = List.copyOf(levels);
    }

    /** Returns the name of a router in Argus. */
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

    /** Returns the severity for a priority. */
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
