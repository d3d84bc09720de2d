package io.github.argusglue.plugin.nagios.cgi;

import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says of one object.
 *
 * @param groups groups it is in, filled as they are read
 */
record ObjectConfig(
        String alias,
        String address,
        String notesUrl,
        Map<String, String> variables,
        List<String> contactGroups,
        List<String> groups) {
    static final ObjectConfig NONE = new ObjectConfig("", "", "", Map.of(), List.of(), List.of());

    /** @param host configuration of the host of a service, or {@link #NONE} */
    static ObjectConfig of(ObjectKey key, JsonFields fields, ObjectConfig host) {
        String alias = fields.text("alias").isEmpty() ? fields.text("display_name") : fields.text("alias");
        String notesUrl = fields.text("notes_url")
                .replace("$HOSTNAME$", key.host())
                .replace("$HOSTALIAS$", key.isHost() ? alias : host.alias)
                .replace("$HOSTADDRESS$", key.isHost() ? fields.text("address") : host.address)
                .replace("$SERVICEDESC$", key.service().orElse(""));
        return new ObjectConfig(
                alias,
                fields.text("address"),
                notesUrl,
                fields.map("custom_variables"),
                fields.texts("contact_groups"),
                new ArrayList<>());
    }
}
