package io.github.argusglue.dist.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The command that SUNET's Nagios runs for each check result: it opens incidents itself, with argus-api-client from
 * PyPI, and identifies them by Nagios' problem ids.
 */
final class NagiosHandler {
    private static final String OF_A_SERVICE =
            " '$HOSTNAME$' '$SERVICEDESC$ $SERVICEOUTPUT$' $SERVICESTATE$ $SERVICESTATEID$ $SERVICESTATETYPE$"
                    + " $LASTSERVICESTATEID$ '$SERVICEPROBLEMID$' '$LASTSERVICEPROBLEMID$'";
    private static final String OF_A_HOST = " '$HOSTNAME$' '$HOSTOUTPUT$' $HOSTSTATE$ $HOSTSTATEID$ $HOSTSTATETYPE$"
            + " $LASTHOSTSTATEID$ '$HOSTPROBLEMID$' '$LASTHOSTPROBLEMID$'";

    private NagiosHandler() {}

    /**
     * Installs it unless it is installed, and returns the settings of a lab that runs it.
     *
     * @param token the token, or a command of the shell in backquotes that prints it
     */
    static Map<String, String> settings(URI argus, String token) {
        Path home = Path.of(System.getProperty("argusglue.venv", "target/venv")).resolveSibling("nagios-handler-venv");
        Shell script = new Shell(Folders.lab().resolve("nagios_handler.sh"), Map.of());
        script.run("install", home.toString());
        String program = script.run("program", home.toString()) + " " + argus.resolve("/api/v2") + " " + token;
        return Map.of("OCSP", program + OF_A_SERVICE, "OCHP", program + OF_A_HOST);
    }
}
