package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import java.util.Optional;

/**
 * An incident that argus-glue has created for a case, of this Zino or of another one that monitors the same routers.
 * Two Zinos number their cases independently and open them at slightly different times. But a case has one subject, and
 * each Zino has at most one case that is not closed for each subject.
 *
 * @param id id of the alert for which it was created
 * @param subject subject of the case
 * @param server configured address of its Zino
 */
record PeerIncident(AlertId id, String subject, String server, OpenIncident incident) {
    /** Metadata key under which the core stores the id of an incident's alert. */
    private static final String MARK = "argus_glue_id";

    /** Parses an incident; empty if argus-glue has not created it for a case. */
    static Optional<PeerIncident> of(OpenIncident incident) {
        return text(incident, MARK)
                .map(AlertId::unique)
                .filter(id -> CaseIds.number(id).isPresent())
                .flatMap(id -> text(incident, "zino_router")
                        .flatMap(router -> text(incident, "zino_type")
                                .map(type -> new PeerIncident(
                                        id,
                                        subject(
                                                router,
                                                type,
                                                text(incident, "zino_index").orElse("")),
                                        text(incident, "zino_server").orElse(""),
                                        incident))));
    }

    static String subject(ZinoCase zinoCase) {
        return subject(zinoCase.router(), zinoCase.type(), zinoCase.subIndex());
    }

    private static String subject(String router, String type, String index) {
        return router + "\n" + type + "\n" + index;
    }

    private static Optional<String> text(OpenIncident incident, String key) {
        return incident.metadata().get(key) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }
}
