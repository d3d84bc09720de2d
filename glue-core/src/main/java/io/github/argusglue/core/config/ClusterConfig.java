package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How several processes share the sources: the keys of {@code [cluster]} that all engines have. All others belong to
 * the engine.
 *
 * @param engine type of the engine
 * @param id name of the cluster
 * @param name name of this process in the cluster
 * @param ttl how long the session of a process that has disappeared lasts
 * @param onEngineLoss what to do while the engine cannot be reached
 */
public record ClusterConfig(
        @Doc(
                "What decides which process owns a source: the type of an installed engine, such as `etcd` or `kubernetes`")
        String engine,

        @Doc("Name of the cluster, the same in all its processes. It marks what they create in sources and in Argus, so"
                + " choose another one if a second cluster has sources of the same names")
        @Default("argus-glue")
        String id,

        @Doc("Name of this process in the cluster. Each process needs its own: small letters, digits, `-` and `.`."
                + " Default: the name of the host")
        Optional<String> name,

        @Doc("How long the sources of a process that has disappeared stay without owner. The process itself stops"
                + " writing a fifth of this time earlier")
        @Default("15s")
        @Range(min = "5s", max = "5m")
        Duration ttl,

        @Doc("What to do while the engine cannot be reached: `continue` keeps the sources in step that this process"
                + " owns, although another process may take them over if it still reaches the engine; `stop` stops"
                + " writing before the session ends, so that two processes never write for one source")
        @Default("continue")
        OnEngineLoss onEngineLoss) {

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9.-]{0,61}[a-z0-9])?");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public ClusterConfig {
        name.filter(text -> !NAME.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException("'name' is '" + text + "'; it must begin with a small letter and"
                    + " contain only small letters, digits, '-' and '.', at most 63");
        });
    }

    /** Returns the name of this process: the one that is set, or that of the host. */
    public String member() {
        return name.orElseGet(ClusterConfig::hostName);
    }

    private static String hostName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The message of this exception is the name without an address, and a note.
            host = String.valueOf(e.getMessage()).split(":", 2)[0];
        }
        String plain = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        String whole = Character.isLetter(plain.isEmpty() ? '-' : plain.charAt(0)) ? plain : "host-" + plain;
        String shortened = whole.length() > 63 ? whole.substring(0, 63) : whole;
        return shortened.replaceAll("[.-]+$", "");
    }
}
