package io.github.argusglue.plugin.nagios.alert;

import java.net.URI;

/** A web interface that has a page about each host and service. */
public enum WebInterface {
    NAGIOS("cgi-bin/extinfo.cgi?type=1&host={host}", "cgi-bin/extinfo.cgi?type=2&host={host}&service={service}"),
    THRUK("thruk/" + NAGIOS.hostPage, "thruk/" + NAGIOS.servicePage),
    ICINGAWEB("monitoring/host/show?host={host}", "monitoring/service/show?host={host}&service={service}"),
    ICINGADB("icingadb/host?name={host}", "icingadb/service?name={service}&host.name={host}");

    private final String hostPage;
    private final String servicePage;

    WebInterface(String hostPage, String servicePage) {
        this.hostPage = hostPage;
        this.servicePage = servicePage;
    }

    /** Returns the template of links, like the key {@code details_url}. */
    String template(URI address, boolean ofHost) {
        return address + (address.toString().endsWith("/") ? "" : "/") + (ofHost ? hostPage : servicePage);
    }
}
