package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An access point of the simulated Central (classic), which does not say since when one is down.
 *
 * @param status {@code Up}, {@code Down}, or something that only a test makes up
 */
record ClassicAp(String serial, String mac, String name, String site, String status) {

    ClassicAp with(String newStatus) {
        return new ClassicAp(serial, mac, name, site, newStatus);
    }

    ObjectNode row() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("serial", serial)
                .put("macaddr", mac)
                .put("model", "AP-535")
                .put("status", status)
                .put("site", site)
                .put("group_name", "campus")
                .put("firmware_version", "8.10.0.6");
    }
}
