package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes an alert of a case: what it says is how things are now. Counters, times and the case's state stay out, since
 * each change would be a line in the incident's log.
 */
final class CaseMapper {
    private final Presentation presentation;
    private final CaseFilter filter;
    private final String server;
    private final Optional<UrlTemplate> detailsUrl;

    /** @param server that Zino is reached by */
    CaseMapper(Presentation presentation, CaseFilter filter, String server) {
        this.server = server;
        this.presentation = presentation;
        this.filter = filter;
        this.detailsUrl = presentation.detailsUrl().map(text -> UrlTemplate.parse("details_url", text));
    }

    String host(ZinoCase seen) {
        return presentation.host(seen.router());
    }

    Alert.Builder alert(AlertId id, ZinoCase seen) {
        Alert.Builder alert = Alert.builder(id, seen.opened())
                .description(description(seen))
                .severity(presentation.severity(seen.priority()))
                .metadata(metadata(seen))
                .tag("host", host(seen))
                .tag("event_type", seen.type())
                .tag("priority", String.valueOf(seen.priority()));
        switch (seen.type()) {
            case "portstate" -> {
                tag(alert, "interface", seen.attribute("port"));
                tag(alert, "description", seen.attribute("descr"));
            }
            case "bgp" -> {
                tag(alert, "remote_as", seen.attribute("remote-AS"));
                tag(alert, "remote_addr", seen.attribute("remote-addr"));
            }
            case "bfd" -> tag(alert, "remote_addr", seen.attribute("bfdAddr"));
            case "alarm" -> tag(alert, "alarm_type", seen.attribute("alarm-type"));
            default -> {
                // Nothing more is known about it.
            }
        }
        detailsUrl
                .flatMap(template -> template.render(name -> value(seen, name)))
                .ifPresent(alert::detailsUrl);
        return alert;
    }

    private static void tag(Alert.Builder alert, String key, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> alert.tag(new Tag(key, text)));
    }

    private Optional<String> value(ZinoCase seen, String name) {
        return switch (name) {
            case "case" -> Optional.of(String.valueOf(seen.number()));
            case "host" -> Optional.of(host(seen));
            default -> seen.attribute(name);
        };
    }

    /** What stays the same while the case lives, for programs that want to find it. */
    private Map<String, Object> metadata(ZinoCase seen) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("zino_case", String.valueOf(seen.number()));
        metadata.put("zino_router", seen.router());
        metadata.put("zino_type", seen.type());
        seen.attribute("ifindex").ifPresent(index -> metadata.put("zino_ifindex", index));
        if (!seen.subIndex().isEmpty()) {
            metadata.put("zino_index", seen.subIndex());
        }
        metadata.put("zino_server", server);
        return metadata;
    }

    private String description(ZinoCase seen) {
        String text = switch (seen.type()) {
            case "reachability" -> seen.router() + reachability(seen);
            case "bgp" -> seen.router() + bgp(seen);
            case "bfd" -> seen.router() + bfd(seen);
            case "portstate" -> seen.router() + port(seen);
            case "alarm" -> seen.router() + alarm(seen);
            default ->
                seen.router() + " " + seen.type()
                        + seen.attribute("lastevent").map(event -> ": " + event).orElse("");
        };
        return seen.state().equals(ZinoCase.IGNORED) ? text + " [planned maintenance]" : text;
    }

    private String reachability(ZinoCase seen) {
        return switch (filter.condition(seen)) {
            case DOWN -> " is not reachable";
            case UP -> " is reachable again";
            case UNSAID -> ": reachability not known yet";
        };
    }

    private String bgp(ZinoCase seen) {
        String admin = seen.attribute("bgpAS")
                .filter(status -> status.equals("halted") || status.equals("stop"))
                .map(status -> " (turned off: " + status + ")")
                .orElse("");
        return " BGP Neighbor AS" + seen.attribute("remote-AS").orElse("?") + "/"
                + seen.attribute("remote-addr").orElse("?")
                + switch (filter.condition(seen)) {
                    case DOWN -> " is DOWN" + admin;
                    case UP -> " is up again";
                    case UNSAID -> ": state not known yet";
                };
    }

    private String bfd(ZinoCase seen) {
        String name = seen.attribute("Neigh-rDNS")
                .filter(found -> !found.isBlank())
                .map(found -> " (" + found + ")")
                .orElse("");
        return " BFD session with " + seen.attribute("bfdAddr").orElse("?") + name
                + switch (filter.condition(seen)) {
                    case DOWN, UP -> " is " + seen.attribute("bfdState").orElse("?");
                    case UNSAID -> ": state not known yet";
                };
    }

    private static String port(ZinoCase seen) {
        String name = seen.attribute("port")
                .filter(port -> !port.isEmpty())
                .or(() -> seen.attribute("ifindex").map(index -> "with index " + index))
                .orElse("?");
        String alias = seen.attribute("descr")
                .filter(descr -> !descr.isEmpty())
                .map(descr -> " (" + descr + ")")
                .orElse("");
        String state = seen.portState().orElse("");
        return " port " + name
                + switch (state) {
                    case "" -> ": state not known yet";
                    case "flapping" -> " is flapping";
                    case "up" -> " is up again";
                    case "down" -> " changed state to DOWN";
                    default -> " changed state to " + state.toUpperCase(Locale.ROOT);
                }
                + alias;
    }

    private static String alarm(ZinoCase seen) {
        String colour = seen.attribute("alarm-type").map(type -> type + " ").orElse("");
        long count = seen.count("alarm-count");
        if (seen.attribute("alarm-count").isEmpty()) {
            return " " + colour + "alarms: number not known yet";
        }
        return count == 0
                ? " has no " + colour + "alarms any more"
                : " has " + count + " active " + colour + (count == 1 ? "alarm" : "alarms");
    }
}
