package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.plugin.nagios.model.UrlText;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes a problem for people: text, level, tags and link of its alert. */
final class AlertMapper {
    private final DisplayConfig config;
    private final WebInterface web;
    private final Map<State, Integer> levels;

    /** @param usualWeb web interface if none is configured */
    AlertMapper(DisplayConfig config, WebInterface usualWeb) {
        this.config = config;
        this.web = config.web().orElse(usualWeb);
        this.levels = config.levelsByState();
    }

    boolean followsOutput() {
        return config.followOutput();
    }

    /**
     * Returns an alert with all that people see.
     *
     * @param id id of the alert; has a start
     * @param state state that determines the level
     * @param output output of the check to show
     */
    Alert.Builder describe(ObjectStatus status, AlertId id, State state, String output) {
        ObjectKey key = status.key();
        ObjectStatus host = status.host().orElse(status);
        Alert.Builder alert = Alert.builder(id, id.startedAt().orElseThrow())
                .description(key.host() + key.service().map(name -> " " + name).orElse("") + ": " + output)
                .severity(Severity.ofLevel(level(status, state)))
                .detailsUrl(link(status));
        for (DisplayConfig.TagKind kind : config.objectTags()) {
            switch (kind) {
                case HOST -> alert.tag("host", key.host());
                case SERVICE -> key.service().ifPresent(name -> alert.tag("service", name));
                case HOSTGROUP -> host.definition().groups().forEach(group -> alert.tag("hostgroup", group));
                case SERVICEGROUP -> {
                    if (!key.isHost()) {
                        status.definition().groups().forEach(group -> alert.tag("servicegroup", group));
                    }
                }
                case CONTACTGROUP ->
                    status.definition().contactGroups().forEach(group -> alert.tag("contactgroup", group));
                case ADDRESS ->
                    tagUnlessEmpty(alert, "address", host.definition().address());
                case ALIAS -> tagUnlessEmpty(alert, "alias", host.definition().alias());
            }
        }
        for (String variable : config.tagVariables()) {
            tagUnlessEmpty(alert, variable, variable(status, variable));
        }
        return alert;
    }

    private static void tagUnlessEmpty(Alert.Builder alert, String name, String value) {
        if (!value.isBlank()) {
            alert.tag(name, value);
        }
    }

    private int level(ObjectStatus status, State state) {
        String override = variable(status, config.levelVariable()).strip();
        return override.matches("[1-5]") ? Integer.parseInt(override) : levels.getOrDefault(state, 3);
    }

    /** Returns a custom variable of the service or, if it has none, of its host; empty if neither has it. */
    private static String variable(ObjectStatus status, String name) {
        return find(status.definition().variables(), name)
                .or(() -> status.host().flatMap(host -> find(host.definition().variables(), name)))
                .orElse("");
    }

    /** Nagios writes the names of variables in upper case, Icinga 2 as they are configured. */
    private static Optional<String> find(Map<String, String> variables, String name) {
        return variables.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private @Nullable URI link(ObjectStatus status) {
        ObjectKey key = status.key();
        if (config.detailsUrl().isPresent()) {
            return uri(config.detailsUrl()
                    .get()
                    .replace("{host}", UrlText.encode(key.host()))
                    .replace("{service}", UrlText.encode(key.service().orElse(""))));
        }
        return config.webUrl()
                .map(address -> web.link(address, key))
                .orElseGet(() -> status.definition().notesUrl().isEmpty()
                        ? null
                        : uri(status.definition().notesUrl()));
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null; // A link that a person wrote wrongly in the daemon's configuration.
        }
    }
}
