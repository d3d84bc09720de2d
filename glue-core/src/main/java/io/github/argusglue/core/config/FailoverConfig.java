package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A primary that other processes are on standby for: the keys of {@code [failover.NAME]}.
 *
 * @param name name of the table
 * @param probe how the primary is checked
 * @param address what to check
 * @param interval time between the starts of two checks
 * @param timeout timeout of a check
 * @param threshold consecutive failures until its sources are taken over
 * @param recoveryThreshold consecutive successes until they are handed back; same as {@code threshold} if absent
 * @param unknownIsDown whether an unknown result counts as a failure
 * @param rehearsal time between two rehearsals of a source on standby
 * @param version SNMP version
 * @param community community of SNMP v1 and v2c
 * @param oid object to read with SNMP
 * @param user user of SNMP v3
 * @param auth authentication protocol of SNMP v3
 * @param authPassword authentication password of SNMP v3
 * @param priv encryption protocol of SNMP v3
 * @param privPassword encryption password of SNMP v3
 * @param status expected HTTP status; 200 to 299 if absent
 * @param bodyContains text that the HTTP response body must contain
 * @param caFile PEM certificates to trust in addition to the system's
 */
public record FailoverConfig(
        @TableName String name,

        @Doc("How to check whether the primary is up: `snmp` reads one object, `tcp` connects, `http` gets a page")
        @Default("snmp")
        FailoverProbe probe,

        @Doc("What to check: `host:port`, an IPv6 address in brackets; for `http` a URL such as "
                + "`https://glue1.example.org/readyz`")
        String address,

        @Doc("Time from the start of one check to the start of the next")
        @Default("5s")
        @Range(min = "100ms", max = "1h")
        Duration interval,

        @Doc("Timeout of a check") @Default("5s") @Range(min = "100ms", max = "5m")
        Duration timeout,

        @Doc("Number of consecutive failures after which this process takes over")
        @Default("10")
        @Range(min = "1", max = "10000")
        int threshold,

        @Doc("Number of consecutive successes after which it returns to standby. Default: `threshold`")
        @Range(min = "1", max = "10000")
        Optional<Integer> recoveryThreshold,

        @Doc("Whether a check with an unknown result counts as a failure, for example if the name does"
                + " not resolve, or if "
                + "something answers but does not have the object")
        @Default("false")
        boolean unknownIsDown,

        @Doc("How often a source on standby is rehearsed: it is read once and its token is tried, to test"
                + " whether it could take over")
        @Default("5m")
        @Range(min = "1s", max = "1d")
        Duration rehearsal,

        @Doc("`snmp`: version. Default: `v2c`") Optional<SnmpVersion> version,

        @Doc("`snmp` v1 and v2c: community. Default: `public`")
        Optional<Secret> community,

        @Doc("`snmp`: object to read. Default: `1.3.6.1.4.1.2428.130.1.1.1.0`, the uptime of a Zino")
        Optional<String> oid,

        @Doc("`snmp` v3: user") Optional<String> user,

        @Doc("`snmp` v3: authentication protocol. Default: none")
        Optional<SnmpAuth> auth,

        @Doc("`snmp` v3: authentication password, at least 8 characters")
        Optional<Secret> authPassword,

        @Doc("`snmp` v3: encryption protocol. Default: none")
        Optional<SnmpPriv> priv,

        @Doc("`snmp` v3: encryption password, at least 8 characters")
        Optional<Secret> privPassword,

        @Doc("`http`: expected status. Default: any from 200 to 299") @Range(min = "100", max = "599")
        Optional<Integer> status,

        @Doc("`http`: text that the first megabyte of the response must contain")
        Optional<String> bodyContains,

        @Doc("`http`: PEM file with certificates to trust in addition to the system's")
        Optional<Path> caFile) {

    private static final Pattern OID = Pattern.compile("\\.?[0-2](?:\\.[0-9]{1,10}){1,127}");
    private static final int SHORTEST_PASSWORD = 8;

    /**
     * Checks the combination of the keys.
     *
     * @throws IllegalArgumentException if keys contradict each other or are missing
     */
    public FailoverConfig {
        if (probe == FailoverProbe.HTTP) {
            URI url = UrlText.parse(address);
            UrlText.requireNoCredentials("address", url, "check a page that needs no login");
            HttpEndpoint.requireHttp("address", url);
        } else {
            HostPort.parse("address", address);
        }
        requireProbe(
                probe,
                FailoverProbe.SNMP,
                Map.of(
                        "version", version,
                        "community", community,
                        "oid", oid,
                        "user", user,
                        "auth", auth,
                        "auth_password", authPassword,
                        "priv", priv,
                        "priv_password", privPassword));
        requireProbe(
                probe, FailoverProbe.HTTP, Map.of("status", status, "body_contains", bodyContains, "ca_file", caFile));
        oid.filter(text -> !OID.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException("'oid' must be numbers separated by dots, got '" + text + "'");
        });
        requireUser(version.orElse(SnmpVersion.V2C), community, user, auth, authPassword, priv, privPassword);
    }

    private static void requireProbe(FailoverProbe probe, FailoverProbe wanted, Map<String, Optional<?>> keys) {
        keys.entrySet().stream()
                .filter(key -> probe != wanted && key.getValue().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("'" + key + "' can only be used with probe = \"" + word(wanted)
                            + "\", but probe is \"" + word(probe) + "\"; remove it");
                });
    }

    private static void requireUser(
            SnmpVersion version,
            Optional<Secret> community,
            Optional<String> user,
            Optional<SnmpAuth> auth,
            Optional<Secret> authPassword,
            Optional<SnmpPriv> priv,
            Optional<Secret> privPassword) {
        boolean v3 = version == SnmpVersion.V3;
        require(!v3 || user.isPresent(), "'user' is missing; it is required with version = \"v3\"");
        require(!v3 || community.isEmpty(), "'community' can only be used with version = \"v1\" or \"v2c\"; remove it");
        require(v3 || user.isEmpty(), "'user' can only be used with version = \"v3\"");
        require(auth.isEmpty() || user.isPresent(), "'auth' can only be used with version = \"v3\" and a 'user'");
        require(auth.isPresent() == authPassword.isPresent(), "'auth' and 'auth_password' must be set together");
        require(priv.isPresent() == privPassword.isPresent(), "'priv' and 'priv_password' must be set together");
        require(
                priv.isEmpty() || auth.isPresent(),
                "'priv' requires 'auth': SNMP does not encrypt without" + " authentication");
        requirePassword("auth_password", authPassword);
        requirePassword("priv_password", privPassword);
    }

    private static void requirePassword(String key, Optional<Secret> password) {
        require(
                password.isEmpty() || password.get().reveal().length() >= SHORTEST_PASSWORD,
                "'" + key + "' is too short: SNMP v3 requires at least 8 characters");
    }

    private static void require(boolean is, String message) {
        if (!is) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String word(FailoverProbe probe) {
        return probe.name().toLowerCase(Locale.ROOT);
    }

    /** Returns how many consecutive successes return it to standby. */
    public int recoveries() {
        return recoveryThreshold.orElse(threshold);
    }

    /** Returns the address to check; not for {@link FailoverProbe#HTTP}. */
    public HostPort hostPort() {
        return HostPort.parse("address", address);
    }

    /** Returns whether the checks of the other configuration are the same. */
    public boolean hasSameProbe(FailoverConfig other) {
        return probe == other.probe
                && address.equals(other.address)
                && timeout.equals(other.timeout)
                && version.equals(other.version)
                && community.equals(other.community)
                && oid.equals(other.oid)
                && user.equals(other.user)
                && auth.equals(other.auth)
                && authPassword.equals(other.authPassword)
                && priv.equals(other.priv)
                && privPassword.equals(other.privPassword)
                && status.equals(other.status)
                && bodyContains.equals(other.bodyContains)
                && caFile.equals(other.caFile);
    }
}
