package io.github.argusglue.plugin.nagios;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is configured about a host or service. A text that is not known is empty.
 *
 * @param alias alias of a host, display name of a service
 * @param address address of a host
 * @param notesUrl link to notes
 * @param variables custom variables, without the underscore, by name in upper case unless the daemon keeps the case
 * @param groups host groups of a host, service groups of a service
 * @param contactGroups names of the contact groups
 */
record Definition(
        String alias,
        String address,
        String notesUrl,
        Map<String, String> variables,
        List<String> groups,
        List<String> contactGroups) {
    static final Definition NONE = new Definition("", "", "", Map.of(), List.of(), List.of());

    private static final Pattern MACRO = Pattern.compile("\\$[\\w.:]+\\$");

    /** Returns what the attributes of an object say. Its groups may be said elsewhere. */
    static Definition of(JsonFields fields, List<String> groups) {
        return new Definition(
                fields.text("alias", "display_name"),
                fields.text("address"),
                fields.text("notes_url_expanded", "notes_url"),
                fields.map("custom_variables", "vars"),
                groups,
                fields.texts("contact_groups"));
    }

    Definition withGroups(List<String> names) {
        return new Definition(alias, address, notesUrl, variables, names, contactGroups);
    }

    Definition withVariables(Map<String, String> values) {
        return new Definition(alias, address, notesUrl, values, groups, contactGroups);
    }

    /**
     * Returns a copy with the macros of Nagios and Icinga 2 in the link replaced. What they stand for is encoded, as
     * the daemon's own pages do it. With other macros, the link would lead nowhere and is left out.
     *
     * @param host the host of a service; for a host, itself
     */
    Definition expanded(ObjectKey key, Definition host) {
        if (notesUrl.indexOf('$') < 0) {
            return this;
        }
        String link = notesUrl.replaceAll("\\$(HOSTNAME|host\\.name)\\$", UrlText.encode(key.host()))
                .replaceAll("\\$HOSTALIAS\\$", UrlText.encode(host.alias))
                .replaceAll("\\$(HOSTADDRESS|host\\.address|address)\\$", UrlText.encode(host.address))
                .replaceAll(
                        "\\$(SERVICEDESC|service\\.name)\\$",
                        UrlText.encode(key.service().orElse("")));
        String whole = MACRO.matcher(link).find() ? "" : link;
        return new Definition(alias, address, whole, variables, groups, contactGroups);
    }
}
