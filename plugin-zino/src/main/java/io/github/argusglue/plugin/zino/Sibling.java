package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import java.util.Optional;

/**
 * An incident that argus-glue has made of a case, be it one of this Zino or of another that watches the same routers:
 * the two number their cases independently and open them at slightly different times, but a case is about one thing,
 * and at most one of each Zino that is not closed is about the same.
 *
 * @param id of the alert it was made for
 * @param subject what the case is about
 * @param server that its Zino was reached by
 */
record Sibling(AlertId id, String subject, String server, OpenIncident incident) {
    /** Key under which the core keeps the id of an incident's alert. */
    private static final String MARK = "argus_glue_id";

    /** Reads an incident; empty if argus-glue has not made it of a case. */
    static Optional<Sibling> of(OpenIncident incident) {
        return text(incident, MARK)
                .map(AlertId::unique)
                .filter(id -> CaseIds.number(id).isPresent())
                .flatMap(id -> text(incident, "zino_router")
                        .flatMap(router -> text(incident, "zino_type")
                                .map(type -> new Sibling(
                                        id,
                                        subject(
                                                router,
                                                type,
                                                text(incident, "zino_index").orElse("")),
                                        text(incident, "zino_server").orElse(""),
                                        incident))));
    }

    static String subject(ZinoCase seen) {
        return subject(seen.router(), seen.type(), seen.subIndex());
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
