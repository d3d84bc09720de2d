package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.OpenIncident;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An incident that nglue or nagios-argus-glue has created. Its id is a problem id, which names no object; its text is
 * {@code HOST-SERVICE OUTPUT}, or {@code HOST-OUTPUT} for a host.
 */
final class LegacyIncident {
    /** Numbers, which Naemon replaced by UUIDs. */
    private static final Pattern PROBLEM_ID =
            Pattern.compile("[0-9]{1,20}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private LegacyIncident() {}

    /**
     * Returns the object that an incident is about: the service with the longest name that the text begins with,
     * otherwise the host; empty if neither program has created it, or if there is no such host. The output of a host's
     * check often begins with a word that is also a service, {@code PING}; so the host comes first if the text is what
     * its check says: {@code output}, which is empty for what is not open.
     */
    static Optional<ObjectKey> objectOf(
            OpenIncident incident, Predicate<ObjectKey> exists, Function<ObjectKey, String> output) {
        ObjectKey host = ObjectKey.host(incident.tag("host").orElse(""));
        String prefix = host + "-";
        if (!PROBLEM_ID.matcher(incident.sourceIncidentId()).matches()
                || !incident.description().startsWith(prefix)
                || !exists.test(host)) {
            return Optional.empty();
        }
        String text = incident.description().substring(prefix.length());
        // Numbers in an output change; the words before them do not.
        String says = output.apply(host);
        int half = (Math.min(text.length(), says.length()) + 1) / 2;
        if (says.isEmpty() || !text.startsWith(says.substring(0, half))) {
            for (int end = text.length(); end > 0; end = text.lastIndexOf(' ', end - 1)) {
                ObjectKey service = ObjectKey.service(host.host(), text.substring(0, end));
                if (exists.test(service)) {
                    return Optional.of(service);
                }
            }
        }
        return Optional.of(host);
    }
}
