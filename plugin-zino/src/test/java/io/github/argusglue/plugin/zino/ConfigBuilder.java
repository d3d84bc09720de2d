package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.Presentation.Band;
import io.github.argusglue.plugin.zino.Presentation.IncidentIds;
import io.github.argusglue.plugin.zino.Selection.CloseOn;
import io.github.argusglue.plugin.zino.Selection.Maintenance;
import io.github.argusglue.plugin.zino.Writing.Acknowledge;
import io.github.argusglue.plugin.zino.Writing.History;
import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes configurations: the defaults, but for what a test sets. */
final class ConfigBuilder {
    static final String USER = "glue";
    static final String SECRET = "open sesame";

    String server = "127.0.0.1";
    int port = 8001;
    int notifyPort = 8002;
    String user = USER;
    String secret = SECRET;
    Duration timeout = Duration.ofSeconds(5);
    Duration resync = Duration.ofMinutes(5);
    boolean bfd;
    String portDescription = ",";
    List<String> skipStates = List.of();
    Maintenance maintenance = Maintenance.HOLD;
    CloseOn closeOn = CloseOn.CASE;
    Duration holdLost = Duration.ofDays(1);
    Optional<String> defaultDomain = Optional.empty();
    List<Band> levels = List.of();
    Optional<String> detailsUrl = Optional.empty();
    IncidentIds incidentIds = IncidentIds.CASE;
    Acknowledge acknowledge = Acknowledge.NONE;
    boolean tickets;
    boolean closeCases = true;
    History history = History.NOTES;

    static ConfigBuilder of(StandInZino zino) {
        ConfigBuilder builder = new ConfigBuilder();
        builder.port = zino.port();
        builder.notifyPort = zino.notifyPort();
        return builder;
    }

    ZinoConfig build() {
        return new ZinoConfig(
                server,
                port,
                notifyPort,
                user,
                Secret.of(secret),
                timeout,
                resync,
                selection(),
                presentation(),
                new Writing(acknowledge, tickets, closeCases, history));
    }

    Selection selection() {
        return new Selection(
                bfd,
                portDescription,
                List.of("down", "lowerLayerDown", "notPresent", "flapping"),
                skipStates,
                maintenance,
                closeOn,
                holdLost);
    }

    Presentation presentation() {
        return new Presentation(defaultDomain, 3, levels, detailsUrl, incidentIds);
    }
}
