package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A real Icinga 2 with its own folder, controlled by the script that {@code -Dlab.icinga2} names. */
final class IcingaLab implements AutoCloseable {
    private final LabScript script;

    IcingaLab(int hosts, int services, Map<String, String> settings) {
        script = new LabScript("icinga2", hosts, services, settings);
    }

    /** Runs a command of the script on this lab, and returns what it has printed. */
    String run(String command, String... arguments) {
        return script.run(command, arguments);
    }

    /** Returns the API for the user with its password. */
    HttpEndpoint endpoint() {
        HttpAccess access = access().basic(fact("ICINGA_USER"), Secret.of(fact("ICINGA_PASSWORD")))
                .build();
        return HttpEndpoint.of(URI.create(fact("ICINGA_URL")), access);
    }

    /** Returns the API for the user with its certificate. */
    HttpEndpoint endpointWithCertificate() {
        HttpAccess access =
                access().clientCertificate(Path.of(fact("ICINGA_CERTIFICATE"))).build();
        return HttpEndpoint.of(URI.create(fact("ICINGA_URL")), access);
    }

    private HttpAccess.Builder access() {
        return HttpAccess.builder().caFile(Path.of(fact("ICINGA_CA"))).serverName(fact("ICINGA_NAME"));
    }

    private String fact(String name) {
        return script.fact(name);
    }

    @Override
    public void close() {
        script.close();
    }
}
