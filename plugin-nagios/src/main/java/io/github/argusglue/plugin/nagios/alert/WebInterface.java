package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.http.HttpRequest;
import java.net.URI;

/** A web interface that has a page about each host and service. */
public enum WebInterface {
    NAGIOS("cgi-bin/extinfo.cgi") {
        @Override
        HttpRequest parameters(HttpRequest page, ObjectKey key) {
            return extinfo(page, key);
        }
    },
    THRUK("thruk/cgi-bin/extinfo.cgi") {
        @Override
        HttpRequest parameters(HttpRequest page, ObjectKey key) {
            return extinfo(page, key);
        }
    },
    ICINGAWEB("monitoring/") {
        @Override
        HttpRequest parameters(HttpRequest page, ObjectKey key) {
            return named(page, "host", "service", key);
        }

        @Override
        String path(ObjectKey key) {
            return super.path(key) + (key.isHost() ? "host/show" : "service/show");
        }
    },
    ICINGADB("icingadb/") {
        @Override
        HttpRequest parameters(HttpRequest page, ObjectKey key) {
            return key.service()
                    .map(service -> page.query("name", service).query("host.name", key.host()))
                    .orElse(page.query("name", key.host()));
        }

        @Override
        String path(ObjectKey key) {
            return super.path(key) + (key.isHost() ? "host" : "service");
        }
    };

    private final String page;

    WebInterface(String page) {
        this.page = page;
    }

    /** Returns the address of the page about an object. */
    URI link(URI address, ObjectKey key) {
        return parameters(HttpRequest.get(address, path(key)), key).uri();
    }

    String path(ObjectKey key) {
        return page;
    }

    abstract HttpRequest parameters(HttpRequest page, ObjectKey key);

    private static HttpRequest extinfo(HttpRequest page, ObjectKey key) {
        return named(page.query("type", key.isHost() ? "1" : "2"), "host", "service", key);
    }

    private static HttpRequest named(HttpRequest page, String host, String service, ObjectKey key) {
        HttpRequest withHost = page.query(host, key.host());
        return key.service().map(name -> withHost.query(service, name)).orElse(withHost);
    }
}
