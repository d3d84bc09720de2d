package io.github.argusglue.core.http.server;

import io.github.argusglue.core.config.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host names and addresses that the endpoint answers to. A page from elsewhere in a browser can let its own name
 * point to this machine, and would then be allowed to read what the endpoint answers. Thread-safe.
 */
final class HostNames {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    HostNames(HttpConfig config) {
        names.add("localhost");
        names.add("127.0.0.1");
        names.add(normal("::1"));
        names.add(normal(config.address().host()));
        config.hosts().forEach(host -> names.add(normal(host)));
    }

    /** Adds the names of this machine; may wait for the name service. */
    void addNamesOfMachine() {
        try {
            if (Files.isReadable(KERNEL_NAME)) {
                names.add(normal(Files.readString(KERNEL_NAME).strip()));
            }
            InetAddress self = InetAddress.getLocalHost();
            names.add(normal(self.getHostName()));
            names.add(normal(self.getCanonicalHostName()));
        } catch (IOException e) {
            log.debug("the name of this machine is not known to the name service", e);
        }
    }

    /**
     * Returns whether a client may call the endpoint so.
     *
     * @param host without the port; an IPv6 address may be in brackets
     * @param local the address that the client connected to
     */
    boolean include(String host, @Nullable SocketAddress local) {
        String name = normal(host);
        return names.contains(name)
                || (local instanceof InetSocketAddress address
                        && address.getAddress() != null
                        && name.equals(normal(address.getAddress().getHostAddress())));
    }

    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (!name.contains(":")) {
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        }
        // Java reads an address with a colon without asking the name service. The zone is known on this machine only.
        String address = name.replaceAll("[\\[\\]]|%.*", "");
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
