package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How problems are shown in Argus.
 *
 * @param levels level of each state, by its name in lower case
 * @param levelVariable custom variable that overrides the level
 * @param objectTags what becomes tags
 * @param tagVariables custom variables that become tags
 * @param followOutput whether each new output updates the description
 * @param webUrl address of the web interface
 * @param web which web interface that is
 * @param detailsUrl template of the link
 */
public record DisplayConfig(
        @Doc("Level in Argus, 1 (critical) to 5 (information), of the states of services and hosts")
        @Default("{ critical = 2, unknown = 3, warning = 4, down = 2, unreachable = 3 }")
        @Range(min = "1", max = "5")
        Map<String, Integer> levels,

        @Doc("Custom variable of a service or its host that overrides the level, in Nagios written `_ARGUS_LEVEL`")
        @Default("ARGUS_LEVEL")
        String levelVariable,

        @Doc("What of a service and its host becomes tags")
        @Default("[\"host\", \"service\", \"hostgroup\", \"servicegroup\"]")
        List<TagKind> objectTags,

        @Doc("Custom variables of services and hosts that become tags, without the leading underscore")
        List<String> tagVariables,

        @Doc("Whether each new output of a check updates the description; each change is a line in the incident's log."
                + " Otherwise the description has the first output in each state")
        @Default("false")
        boolean followOutput,

        @Doc("Address of the web interface, for links: `https://nagios.example.org/nagios4/`")
        Optional<URI> webUrl,

        @Doc("Which web interface is at `web_url`. Default: `nagios`, or `icingadb` for the type `icinga2`")
        Optional<WebInterface> web,

        @Doc("Link of incidents instead of `web_url`, with the placeholders `{host}` and `{service}`")
        Optional<String> detailsUrl) {

    /**
     * Checks the levels and the template.
     *
     * @throws IllegalArgumentException if a state does not exist, or the template is not a URL
     */
    public DisplayConfig {
        levels = Collections.unmodifiableMap(levels);
        objectTags = List.copyOf(objectTags);
        tagVariables = List.copyOf(tagVariables);
        levelsByState(levels);
        detailsUrl.ifPresent(template -> {
            try {
                new URI(template.replace("{host}", "x").replace("{service}", "x"));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "'details_url' is not a URL; placeholders are {host} and {service}: '" + template + "'", e);
            }
        });
    }

    /** What can become a tag. */
    public enum TagKind {
        HOST,
        SERVICE,
        HOSTGROUP,
        SERVICEGROUP,
        CONTACTGROUP,
        ADDRESS,
        ALIAS
    }

    /** Returns the level of each state of a problem. */
    Map<State, Integer> levelsByState() {
        return levelsByState(levels);
    }

    private static Map<State, Integer> levelsByState(Map<String, Integer> levels) {
        Map<State, Integer> result = new EnumMap<>(
                Map.of(State.CRITICAL, 2, State.UNKNOWN, 3, State.WARNING, 4, State.DOWN, 2, State.UNREACHABLE, 3));
        levels.forEach((name, level) -> {
            State state = result.keySet().stream()
                    .filter(known -> known.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'levels' contains '" + name
                            + "', which is no state: use critical, unknown, warning, down, unreachable"));
            result.put(state, level);
        });
        return result;
    }
}
