package io.github.argusglue.plugin.mist;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The clouds of Mist by name: the vendor's, such as {@code emea-01}, and the one in the address, such as {@code eu}.
 */
final class Regions {
    private static final Map<String, String> HOSTS = hosts();

    private Regions() {}

    private static Map<String, String> hosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        hosts.put("global-01", "mist.com");
        hosts.put("global-02", "gc1.mist.com");
        hosts.put("global-03", "ac2.mist.com");
        hosts.put("global-04", "gc2.mist.com");
        hosts.put("global-05", "gc4.mist.com");
        hosts.put("emea-01", "eu.mist.com");
        hosts.put("emea-02", "gc3.mist.com");
        hosts.put("emea-03", "ac6.mist.com");
        hosts.put("emea-04", "gc6.mist.com");
        hosts.put("apac-01", "ac5.mist.com");
        hosts.put("apac-02", "gc5.mist.com");
        hosts.put("apac-03", "gc7.mist.com");
        return hosts;
    }

    /**
     * Returns the address of the API of a region.
     *
     * @throws IllegalArgumentException if there is no such region; the message names all
     */
    static URI api(String region) {
        String name = region.strip().toLowerCase(Locale.ROOT);
        String host = name.equals("global") ? "mist.com" : HOSTS.get(name);
        if (host == null && HOSTS.containsValue(name + ".mist.com")) {
            host = name + ".mist.com";
        }
        if (host == null) {
            throw new IllegalArgumentException(
                    "'region' is '" + region + "', which is no cloud of Mist: use the part of the portal's address"
                            + " after 'manage.', such as \"eu\" for manage.eu.mist.com, \"global\" for manage.mist.com, one of "
                            + String.join(", ", HOSTS.keySet()) + ", or 'url'");
        }
        return URI.create("https://api." + host);
    }

    /** Returns the address of the portal that belongs to an API; empty if it is not known. */
    static Optional<URI> portal(URI api) {
        String host = api.getHost();
        return host.startsWith("api.") && host.endsWith(".mist.com")
                ? Optional.of(URI.create("https://manage." + host.substring("api.".length())))
                : Optional.empty();
    }
}
