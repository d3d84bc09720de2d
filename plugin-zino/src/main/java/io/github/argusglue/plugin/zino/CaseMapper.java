package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Converts a case to an alert. The description shows the current state. Counters, times and the state of the case are
 * left out, since each change would be a line in the incident's log.
 */
final class CaseMapper {
    private final CaseDisplayConfig display;
    private final CaseFilter filter;
    private final String server;
    private final Optional<UrlTemplate> detailsUrl;

    /** @param server configured address of Zino */
    CaseMapper(CaseDisplayConfig display, CaseFilter filter, String server) {
        this.server = server;
        this.display = display;
        this.filter = filter;
        this.detailsUrl = display.detailsUrl().map(text -> UrlTemplate.parse("details_url", text));
    }

    String host(ZinoCase zinoCase) {
        return display.host(zinoCase.router());
    }

    Alert.Builder alert(AlertId id, ZinoCase zinoCase) {
        Alert.Builder alert = Alert.builder(id, zinoCase.opened())
                .description(description(zinoCase))
                .severity(display.severity(zinoCase.priority()))
                .metadata(metadata(zinoCase))
                .tag("host", host(zinoCase))
                .tag("event_type", zinoCase.type())
                .tag("priority", String.valueOf(zinoCase.priority()));
        switch (zinoCase.type()) {
            case "portstate" -> {
                tag(alert, "interface", zinoCase.attribute("port"));
                tag(alert, "description", zinoCase.attribute("descr"));
            }
            case "bgp" -> {
                tag(alert, "remote_as", zinoCase.attribute("remote-AS"));
                tag(alert, "remote_addr", zinoCase.attribute("remote-addr"));
            }
            case "bfd" -> tag(alert, "remote_addr", zinoCase.attribute("bfdAddr"));
            case "alarm" -> tag(alert, "alarm_type", zinoCase.attribute("alarm-type"));
            default -> {
                // Unknown types have no further tags.
            }
        }
        detailsUrl
                .flatMap(template -> template.render(name -> value(zinoCase, name)))
                .ifPresent(alert::detailsUrl);
        return alert;
    }

    private static void tag(Alert.Builder alert, String key, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> alert.tag(new Tag(key, text)));
    }

    private Optional<String> value(ZinoCase zinoCase, String name) {
        return switch (name) {
            case "case" -> Optional.of(String.valueOf(zinoCase.number()));
            case "host" -> Optional.of(host(zinoCase));
            default -> zinoCase.attribute(name);
        };
    }

    /** Returns attributes that do not change while the case exists, for programs that search for it. */
    private Map<String, Object> metadata(ZinoCase zinoCase) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("zino_case", String.valueOf(zinoCase.number()));
        metadata.put("zino_router", zinoCase.router());
        metadata.put("zino_type", zinoCase.type());
        zinoCase.attribute("ifindex").ifPresent(index -> metadata.put("zino_ifindex", index));
        if (!zinoCase.subIndex().isEmpty()) {
            metadata.put("zino_index", zinoCase.subIndex());
        }
        metadata.put("zino_server", server);
        return metadata;
    }

    /** Returns what is wrong, one line for people. */
    String description(ZinoCase zinoCase) {
        String text = switch (zinoCase.type()) {
            case "reachability" -> zinoCase.router() + reachability(zinoCase);
            case "bgp" -> zinoCase.router() + bgp(zinoCase);
            case "bfd" -> zinoCase.router() + bfd(zinoCase);
            case "portstate" -> zinoCase.router() + port(zinoCase);
            case "alarm" -> zinoCase.router() + alarm(zinoCase);
            default ->
                zinoCase.router() + " " + zinoCase.type()
                        + zinoCase.attribute("lastevent")
                                .map(event -> ": " + event)
                                .orElse("");
        };
        return zinoCase.state().equals(ZinoCase.IGNORED) ? text + " [planned maintenance]" : text;
    }

    private String reachability(ZinoCase zinoCase) {
        return switch (filter.condition(zinoCase)) {
            case DOWN -> " is not reachable";
            case UP -> " is reachable again";
            case UNKNOWN -> ": reachability not known yet";
        };
    }

    private String bgp(ZinoCase zinoCase) {
        String admin = zinoCase.attribute("bgpAS")
                .filter(status -> status.equals("halted") || status.equals("stop"))
                .map(status -> " (turned off: " + status + ")")
                .orElse("");
        return " BGP Neighbor AS" + zinoCase.attribute("remote-AS").orElse("?") + "/"
                + zinoCase.attribute("remote-addr").orElse("?")
                + switch (filter.condition(zinoCase)) {
                    case DOWN -> " is DOWN" + admin;
                    case UP -> " is up again";
                    case UNKNOWN -> ": state not known yet";
                };
    }

    private String bfd(ZinoCase zinoCase) {
        String name = zinoCase.attribute("Neigh-rDNS")
                .filter(found -> !found.isBlank())
                .map(found -> " (" + found + ")")
                .orElse("");
        return " BFD session with " + zinoCase.attribute("bfdAddr").orElse("?") + name
                + switch (filter.condition(zinoCase)) {
                    case DOWN, UP -> " is " + zinoCase.attribute("bfdState").orElse("?");
                    case UNKNOWN -> ": state not known yet";
                };
    }

    private static String port(ZinoCase zinoCase) {
        String name = zinoCase.attribute("port")
                .filter(port -> !port.isEmpty())
                .or(() -> zinoCase.attribute("ifindex").map(index -> "with index " + index))
                .orElse("?");
        String alias = zinoCase.attribute("descr")
                .filter(descr -> !descr.isEmpty())
                .map(descr -> " (" + descr + ")")
                .orElse("");
        String state = zinoCase.portState().orElse("");
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

    private static String alarm(ZinoCase zinoCase) {
        String colour = zinoCase.attribute("alarm-type").map(type -> type + " ").orElse("");
        long count = zinoCase.count("alarm-count");
        if (zinoCase.attribute("alarm-count").isEmpty()) {
            return " " + colour + "alarms: number not known yet";
        }
        return count == 0
                ? " has no " + colour + "alarms any more"
                : " has " + count + " active " + colour + (count == 1 ? "alarm" : "alarms");
    }
}
