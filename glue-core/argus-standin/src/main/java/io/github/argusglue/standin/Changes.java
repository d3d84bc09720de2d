package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Changes fields of an incident; each changed field is logged. */
final class Changes {
    private final Store store;
    private final StoredIncident incident;
    private final Account user;

    Changes(Store store, StoredIncident incident, Account user) {
        this.store = store;
        this.incident = incident;
        this.user = user;
    }

    void apply(Fields fields) throws Refused {
        int level = fields.level(incident.level);
        String description = fields.text("description", incident.description);
        String detailsUrl = fields.text("details_url", incident.detailsUrl);
        String ticketUrl = fields.ticket(incident.ticketUrl);
        JsonNode metadata = fields.metadata(incident.metadata);
        Set<String> tags = fields.has("tags") ? fields.tags() : incident.tags.keySet();
        fields.refuse();
        tags(tags);
        if (level != incident.level) {
            store.logChange(incident, user, "level", incident.level, level);
            incident.level = level;
        }
        if (!description.equals(incident.description)) {
            store.logChange(incident, user, "description", incident.description, description);
            incident.description = description;
        }
        if (!detailsUrl.equals(incident.detailsUrl)) {
            store.logChange(incident, user, "details_url", incident.detailsUrl, detailsUrl);
            incident.detailsUrl = detailsUrl;
        }
        if (!metadata.equals(incident.metadata)) {
            store.logChange(
                    incident, user, "metadata", incident.metadata.size() + " item(s)", metadata.size() + " item(s)");
            incident.metadata = metadata;
        }
        ticket(ticketUrl);
    }

    void ticket(String url) {
        if (!url.equals(incident.ticketUrl)) {
            store.logChange(incident, user, "ticket_url", incident.ticketUrl, url);
            incident.ticketUrl = url;
        }
    }

    private void tags(Set<String> wanted) throws Refused {
        List<StoredTag> removed = new ArrayList<>(incident.tags.values());
        removed.removeIf(tag -> wanted.contains(tag.text()));
        ObjectNode foreign = JsonNodeFactory.instance.objectNode();
        for (StoredTag tag : removed) {
            // The person is an administrator here, and administrators may do this.
            if (tag.addedBy() != user.pk() && !user.isPerson()) {
                foreign.put(tag.text(), "Cannot remove this tag when you're not the one who added it.");
            }
        }
        if (!foreign.isEmpty()) {
            throw Refused.body(400, foreign);
        }
        List<String> added = new ArrayList<>(wanted);
        added.removeAll(incident.tags.keySet());
        if (!removed.isEmpty() || !added.isEmpty()) {
            store.logChange(incident, user, "tags", incident.tags.keySet(), wanted);
        }
        removed.forEach(tag -> incident.tags.remove(tag.text()));
        added.forEach(tag -> incident.tags.put(tag, new StoredTag(tag, user.pk(), store.now())));
    }
}
