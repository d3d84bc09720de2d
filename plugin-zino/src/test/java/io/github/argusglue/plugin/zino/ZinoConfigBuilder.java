package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.CaseDisplayConfig.Band;
import io.github.argusglue.plugin.zino.CaseDisplayConfig.IncidentIdFormat;
import io.github.argusglue.plugin.zino.FeedbackConfig.AcknowledgeState;
import io.github.argusglue.plugin.zino.FeedbackConfig.HistoryMode;
import io.github.argusglue.plugin.zino.SelectionConfig.CloseOn;
import io.github.argusglue.plugin.zino.SelectionConfig.Maintenance;
import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds configurations with the defaults and the values that a test sets. */
final class ZinoConfigBuilder {
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
    IncidentIdFormat incidentIds = IncidentIdFormat.CASE;
    AcknowledgeState acknowledge = AcknowledgeState.NONE;
    boolean tickets;
    boolean closeCases = true;
    HistoryMode history = HistoryMode.NOTES;

    static ZinoConfigBuilder of(StandInZino zino) {
        ZinoConfigBuilder builder = new ZinoConfigBuilder();
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
                display(),
                new FeedbackConfig(acknowledge, tickets, closeCases, history));
    }

    SelectionConfig selection() {
        return new SelectionConfig(
                bfd,
                portDescription,
                List.of("down", "lowerLayerDown", "notPresent", "flapping"),
                skipStates,
                maintenance,
                closeOn,
                holdLost);
    }

    CaseDisplayConfig display() {
        return new CaseDisplayConfig(defaultDomain, 3, levels, detailsUrl, incidentIds);
    }
}
