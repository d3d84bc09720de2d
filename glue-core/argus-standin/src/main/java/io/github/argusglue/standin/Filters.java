package io.github.argusglue.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filters of the two lists of incidents; unknown filters are ignored, as in Argus. */
final class Filters {
    private final Instant now;
    private final Map<String, String> query;
    private final List<Predicate<StoredIncident>> predicates = new ArrayList<>();

    Filters(Map<String, String> query, Instant now) {
        this.query = query;
        this.now = now;
    }

    /** The filters that both lists have. */
    Filters common() throws Refused {
        flag("open", incident -> incident.isOpen(now), incident -> incident.isStateful() && !incident.isOpen(now));
        flag("stateful", StoredIncident::isStateful, incident -> !incident.isStateful());
        flag("acked", incident -> incident.isAcked(now), incident -> !incident.isAcked(now));
        flag("ticket", incident -> !incident.ticketUrl.isEmpty(), incident -> incident.ticketUrl.isEmpty());
        String id = query.getOrDefault("source_incident_id", "").strip();
        if (id.indexOf(0) >= 0) {
            throw Refused.field("source_incident_id", "Null characters are not allowed.");
        }
        if (!id.isEmpty()) {
            predicates.add(incident -> incident.sourceIncidentId.equals(id));
        }
        times();
        tags();
        return this;
    }

    /**
     * The filters of the list of all sources.
     *
     * @param expiryNotice recognises the server's own incidents about tokens
     */
    Filters allSources(Predicate<StoredIncident> expiryNotice) throws Refused {
        if (!query.getOrDefault("token_expiry", "").isEmpty()) {
            predicates.add(expiryNotice);
        }
        String ids = query.getOrDefault("id__in", "");
        if (!ids.isEmpty()) {
            Set<Long> wanted = new HashSet<>();
            for (String id : ids.split(",", -1)) {
                if (!id.matches("\\d{1,18}")) {
                    throw Refused.field("id__in", "Enter a number.");
                }
                wanted.add(Long.valueOf(id));
            }
            predicates.add(incident -> wanted.contains(incident.pk));
        }
        String names = query.getOrDefault("source__name__in", "");
        if (!names.isEmpty()) {
            Set<String> wanted = new HashSet<>(List.of(names.split(",", -1)));
            predicates.add(incident -> wanted.contains(incident.source.name()));
        }
        return this;
    }

    List<StoredIncident> apply(Iterable<StoredIncident> incidents) {
        List<StoredIncident> found = new ArrayList<>();
        for (StoredIncident incident : incidents) {
            if (predicates.stream().allMatch(predicate -> predicate.test(incident))) {
                found.add(incident);
            }
        }
        return found;
    }

    private void flag(String name, Predicate<StoredIncident> yes, Predicate<StoredIncident> no) {
        switch (query.getOrDefault(name, "")) {
            case "true", "True", "1" -> predicates.add(yes);
            case "false", "False", "0" -> predicates.add(no);
            default -> {
                // Ignored.
            }
        }
    }

    private void times() throws Refused {
        Instant startsFrom = time("start_time__gte");
        Instant startsUntil = time("start_time__lte");
        Instant endsFrom = time("end_time__gte");
        Instant endsUntil = time("end_time__lte");
        if (startsFrom != null) {
            predicates.add(incident -> !incident.start.isBefore(startsFrom));
        }
        if (startsUntil != null) {
            predicates.add(incident -> !incident.start.isAfter(startsUntil));
        }
        if (endsFrom != null) {
            predicates.add(incident -> incident.end != null && !incident.end.isBefore(endsFrom));
        }
        if (endsUntil != null) {
            predicates.add(incident -> incident.end != null && !incident.end.isAfter(endsUntil));
        }
    }

    private @Nullable Instant time(String name) throws Refused {
        String text = query.getOrDefault(name, "");
        if (text.isEmpty()) {
            return null;
        }
        Instant time = Times.parse(text).orElse(null);
        if (time == null) {
            throw Refused.field(name, "Enter a valid date/time.");
        }
        return time;
    }

    /** Values of one key are alternatives, keys must all match. */
    private void tags() throws Refused {
        String tags = query.getOrDefault("tags", "");
        if (tags.isEmpty()) {
            return;
        }
        for (String tag : tags.split(",", -1)) {
            if (!tag.matches("[a-z0-9_]+=.+")) {
                throw Refused.field(
                        "tags",
                        "Enter a valid key-value construct: \"key=value\", where key and value are strings. "
                                + "The key can consist of lowercase letters, numbers and underscores.");
            }
        }
        Map<String, Set<String>> byKey = List.of(tags.split(",", -1)).stream()
                .collect(Collectors.groupingBy(
                        tag -> tag.substring(0, tag.indexOf('=')),
                        Collectors.mapping(Fields::fit, Collectors.toSet())));
        for (Set<String> alternatives : byKey.values()) {
            predicates.add(incident -> alternatives.stream().anyMatch(incident.tags::containsKey));
        }
    }
}
