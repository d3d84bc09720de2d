package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the change that makes an open incident what it should be. */
final class IncidentDiff {
    private final long ourUserPk;

    IncidentDiff(long ourUserPk) {
        this.ourUserPk = ourUserPk;
    }

    IncidentChange between(MirrorEntry entry, DesiredIncident desired) {
        Incident incident = entry.incident();
        if (desired.isHeld()) {
            // It is not known what a held alert looks like now.
            return IncidentChange.NONE;
        }
        Integer level = incident.level() == desired.level() ? null : desired.level();
        String description = changed(incident.description(), desired.description());
        List<Tag> tags = tags(incident.tags(), desired.tags());
        String details = details(incident.detailsUrl(), desired.detailsUrl());
        String ticket = ticket(incident.ticketUrl(), desired.ticketUrl());
        Map<String, Object> metadata = metadata(incident.metadata(), desired.metadata());
        boolean same = level == null && description == null && tags == null && details == null && ticket == null;
        // For people who read the log of an incident of another glue service, our metadata is irrelevant: it is sent
        // together with the first change that they can see.
        if (same && (metadata == null || entry.isAdopted() || isOfAnother(incident, desired))) {
            return IncidentChange.NONE;
        }
        return new IncidentChange(level, description, tags, details, ticket, metadata);
    }

    /**
     * Returns whether another process created or last changed it: two processes that overwrite each other's metadata
     * would never stop.
     */
    private static boolean isOfAnother(Incident incident, DesiredIncident desired) {
        Object mark = incident.metadata().get(IncidentIds.MARK);
        return mark != null && !mark.equals(desired.metadata().get(IncidentIds.MARK));
    }

    private static @Nullable String changed(String is, String wanted) {
        return is.equals(wanted) ? null : wanted;
    }

    /** Compares details URLs. Argus returns a relative URL joined with the base URL of the source. */
    private static @Nullable String details(String is, String wanted) {
        boolean relative = !wanted.isEmpty() && !wanted.contains("://");
        return relative && is.endsWith(wanted) ? null : changed(is, wanted);
    }

    /** Returns the source's ticket if the incident has none; an existing ticket may be a person's and is kept. */
    private static @Nullable String ticket(String is, String wanted) {
        return is.isEmpty() && !wanted.isEmpty() ? wanted : null;
    }

    private static @Nullable Map<String, Object> metadata(Map<String, Object> is, Map<String, Object> wanted) {
        return JsonValues.same(is, wanted) ? null : wanted;
    }

    /** Returns the complete new set including the tags of other users, or null if ours are as they should be. */
    private @Nullable List<Tag> tags(List<IncidentTag> is, List<Tag> wanted) {
        if (!tagsDiffer(is, wanted)) {
            return null;
        }
        List<Tag> all = new ArrayList<>(wanted);
        for (IncidentTag tag : is) {
            if (tag.addedBy() != ourUserPk && !all.contains(tag.tag())) {
                all.add(tag.tag());
            }
        }
        return all;
    }

    private boolean tagsDiffer(List<IncidentTag> is, List<Tag> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!holds(is, wanted.get(i))) {
                return true;
            }
        }
        for (int i = 0; i < is.size(); i++) {
            IncidentTag tag = is.get(i);
            if (tag.addedBy() == ourUserPk && !wanted.contains(tag.tag())) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<IncidentTag> tags, Tag tag) {
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).tag().equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
