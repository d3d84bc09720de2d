package io.github.argusglue.plugin.nagios.legacy;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.OpenIncident;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An incident that nglue or nagios-argus-glue has created. Its id is a problem id, which names no object; its text is
 * {@code HOST-SERVICE OUTPUT}, or {@code HOST-OUTPUT} for a host.
 *
 * @param host tag {@code host}
 * @param text the description after the host: service and output, or the output alone
 */
public record LegacyIncident(String host, String text) {
    /** Numbers, which Naemon replaced by UUIDs. */
    private static final Pattern PROBLEM_ID =
            Pattern.compile("[0-9]{1,20}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * Returns the object of an incident, in the way of {@link io.github.argusglue.plugin.nagios.alert.Predecessors}.
     */
    public static Optional<ObjectKey> objectOf(
            OpenIncident incident, Predicate<ObjectKey> exists, Function<ObjectKey, String> output) {
        return of(incident).flatMap(legacy -> legacy.object(exists, output));
    }

    /** Parses an incident; empty if neither of the two has created it. */
    static Optional<LegacyIncident> of(OpenIncident incident) {
        return incident.tag("host")
                .filter(host -> PROBLEM_ID.matcher(incident.sourceIncidentId()).matches())
                .filter(host -> incident.description().startsWith(host + "-"))
                .map(host -> new LegacyIncident(host, incident.description().substring(host.length() + 1)));
    }

    /**
     * Returns the object that it is about: the service with the longest name that the text begins with, otherwise the
     * host. The output of a host's check often begins with a word that is also a service, {@code PING}; so the host
     * comes first if the text is what its check says.
     *
     * @param exists whether the daemon has an object
     * @param output what the check of an open problem says; empty if it is not open
     */
    Optional<ObjectKey> object(Predicate<ObjectKey> exists, Function<ObjectKey, String> output) {
        ObjectKey ofHost = ObjectKey.host(host);
        if (!exists.test(ofHost)) {
            return Optional.empty();
        }
        return isMostlyCommon(text, output.apply(ofHost))
                ? Optional.of(ofHost)
                : longestService(exists).or(() -> Optional.of(ofHost));
    }

    private Optional<ObjectKey> longestService(Predicate<ObjectKey> exists) {
        for (int end = text.length(); end > 0; end = text.lastIndexOf(' ', end - 1)) {
            ObjectKey service = ObjectKey.service(host, text.substring(0, end));
            if (exists.test(service)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** Numbers in an output change; the words before them do not. */
    private static boolean isMostlyCommon(String text, String output) {
        int common = 0;
        while (common < Math.min(text.length(), output.length()) && text.charAt(common) == output.charAt(common)) {
            common++;
        }
        return !output.isEmpty() && 2 * common >= Math.min(text.length(), output.length());
    }
}
