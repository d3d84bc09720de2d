package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.KnownObjects.KnownObject;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes a problem for people: text, level, tags and link of its alert. */
record DisplayConfig(
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

    private static final Map<String, Integer> USUAL_LEVELS =
            Map.of("critical", 2, "unknown", 3, "warning", 4, "down", 2, "unreachable", 3);

    DisplayConfig {
        if (!USUAL_LEVELS.keySet().containsAll(levels.keySet())) {
            throw new IllegalArgumentException("'levels' contains a state that does not exist: " + levels.keySet()
                    + "; use critical, unknown, warning, down, unreachable");
        }
        levels = Map.copyOf(levels);
        objectTags = List.copyOf(objectTags);
        tagVariables = List.copyOf(tagVariables);
        String template = detailsUrl.orElse("");
        if (uri(expand(template, ObjectKey.service("x", "x"))) == null) {
            throw new IllegalArgumentException(
                    "'details_url' is not a URL; placeholders are {host} and {service}: '" + template + "'");
        }
    }

    /** A web interface, with the templates of links to its pages about a host and about a service. */
    enum WebInterface {
        NAGIOS("cgi-bin/extinfo.cgi?type=1&host={host}", "cgi-bin/extinfo.cgi?type=2&host={host}&service={service}"),
        THRUK("thruk/" + NAGIOS.hostPage, "thruk/" + NAGIOS.servicePage),
        ICINGAWEB("monitoring/host/show?host={host}", "monitoring/service/show?host={host}&service={service}"),
        ICINGADB("icingadb/host?name={host}", "icingadb/service?name={service}&host.name={host}");

        private final String hostPage;
        private final String servicePage;

        WebInterface(String hostPage, String servicePage) {
            this.hostPage = hostPage;
            this.servicePage = servicePage;
        }

        private String template(URI address, boolean ofHost) {
            return address + (address.toString().endsWith("/") ? "" : "/") + (ofHost ? hostPage : servicePage);
        }
    }

    /** What can become a tag. */
    enum TagKind {
        HOST(status -> List.of(status.key().host())),
        SERVICE(status -> status.key().service().stream().toList()),
        HOSTGROUP(status -> status.host().orElse(status).definition().groups()),
        SERVICEGROUP(status ->
                status.key().isHost() ? List.of() : status.definition().groups()),
        CONTACTGROUP(status -> status.definition().contactGroups()),
        ADDRESS(status -> List.of(status.host().orElse(status).definition().address())),
        ALIAS(status -> List.of(status.host().orElse(status).definition().alias()));

        @SuppressWarnings("ImmutableEnumChecker") // The functions above have no state.
        private final Function<ObjectStatus, List<String>> values;

        TagKind(Function<ObjectStatus, List<String>> values) {
            this.values = values;
        }
    }

    /** Returns an alert with text, level, tags and link; to the usual web interface if none is configured. */
    Alert.Builder describe(ObjectStatus status, KnownObject object, WebInterface usualWeb) {
        ObjectKey key = status.key();
        AlertId id = object.id(key);
        String name = key.host() + key.service().map(service -> " " + service).orElse("");
        Alert.Builder alert = Alert.builder(id, id.startedAt().orElseThrow())
                .description(name + ": " + object.output())
                .severity(Severity.ofLevel(level(status, object.state())))
                .detailsUrl(link(status, web.orElse(usualWeb)));
        objectTags.forEach(kind -> tag(alert, kind.name().toLowerCase(Locale.ROOT), kind.values.apply(status)));
        tagVariables.forEach(variable -> tag(alert, variable, List.of(variable(status, variable))));
        return alert;
    }

    private static void tag(Alert.Builder alert, String name, List<String> values) {
        values.stream().filter(value -> !value.isBlank()).forEach(value -> alert.tag(name, value));
    }

    private int level(ObjectStatus status, State state) {
        String override = variable(status, levelVariable).strip();
        String name = state.name().toLowerCase(Locale.ROOT);
        return override.matches("[1-5]")
                ? Integer.parseInt(override)
                : levels.getOrDefault(name, USUAL_LEVELS.getOrDefault(name, 3));
    }

    /** Returns a custom variable of the service or, if it has none, of its host; empty if neither has it. */
    private static String variable(ObjectStatus status, String name) {
        // Nagios writes the names in upper case, Icinga 2 as they are configured.
        return Stream.of(status, status.host().orElse(status))
                .flatMap(object -> object.definition().variables().entrySet().stream())
                .filter(variable -> variable.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private @Nullable URI link(ObjectStatus status, WebInterface usedWeb) {
        ObjectKey key = status.key();
        String link = detailsUrl
                .or(() -> webUrl.map(address -> usedWeb.template(address, key.isHost())))
                .map(template -> expand(template, key))
                .orElse(status.definition().notesUrl());
        return link.isEmpty() ? null : uri(link);
    }

    private static String expand(String template, ObjectKey key) {
        return template.replace("{host}", UrlText.encode(key.host()))
                .replace("{service}", UrlText.encode(key.service().orElse("")));
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null; // A link that a person wrote wrongly in the daemon's configuration.
        }
    }
}
