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
 * One primary that others stand by for: the keys of {@code [failover.NAME]}.
 *
 * @param name of the table
 * @param probe how the primary is asked
 * @param address whom to ask
 * @param interval between the beginnings of two questions
 * @param timeout longest wait for one answer
 * @param threshold failures in a row until its sources are taken over
 * @param recoveryThreshold answers in a row until they are handed back; as many as failures if absent
 * @param unknownIsDown whether a question that says nothing about the primary counts as a failure
 * @param rehearsal between two trials of a source that stands by
 * @param version of SNMP
 * @param community of SNMP v1 and v2c
 * @param oid object that is asked for
 * @param user of SNMP v3
 * @param auth protocol of SNMP v3
 * @param authPassword of SNMP v3
 * @param priv protocol of SNMP v3
 * @param privPassword of SNMP v3
 * @param status that an HTTP answer has to have; any of 200 to 299 if absent
 * @param bodyContains text that the body of an HTTP answer has to hold
 * @param caFile PEM certificates to trust beside the system's
 */
public record FailoverConfig(
        @TableName String name,

        @Doc("How the primary is asked whether it is there: `snmp` gets one object, `tcp` connects, `http` gets a page")
        @Default("snmp")
        FailoverProbe probe,

        @Doc("Whom to ask: `host:port`, an IPv6 address in brackets; for `http` an address such as "
                + "`https://glue1.example.org/readyz`")
        String address,

        @Doc("Time from the beginning of one question to that of the next")
        @Default("5s")
        @Range(min = "100ms", max = "1h")
        Duration interval,

        @Doc("Longest wait for one answer") @Default("5s") @Range(min = "100ms", max = "5m")
        Duration timeout,

        @Doc("So many failures in a row make this process take over") @Default("10") @Range(min = "1", max = "10000")
        int threshold,

        @Doc("So many answers in a row make it stand by again; as many as `threshold` if not given")
        @Range(min = "1", max = "10000")
        Optional<Integer> recoveryThreshold,

        @Doc(
                "Whether a question that says nothing about the primary counts as a failure: its name does not resolve, or "
                        + "something answers, but without the object")
        @Default("false")
        boolean unknownIsDown,

        @Doc("How often a source that stands by is read once, and its token tried, to see whether it could take over")
        @Default("5m")
        @Range(min = "1s", max = "1d")
        Duration rehearsal,

        @Doc("`snmp`: version; `v2c` if not given") Optional<SnmpVersion> version,

        @Doc("`snmp` v1 and v2c: community; `public` if not given")
        Optional<Secret> community,

        @Doc("`snmp`: object to get; if not given, `1.3.6.1.4.1.2428.130.1.1.1.0`, how long a Zino has been up")
        Optional<String> oid,

        @Doc("`snmp` v3: user") Optional<String> user,

        @Doc("`snmp` v3: authentication; none if not given") Optional<SnmpAuth> auth,

        @Doc("`snmp` v3: password of the authentication, 8 characters at least")
        Optional<Secret> authPassword,

        @Doc("`snmp` v3: encryption; none if not given") Optional<SnmpPriv> priv,

        @Doc("`snmp` v3: password of the encryption, 8 characters at least")
        Optional<Secret> privPassword,

        @Doc("`http`: status that the answer has to have; any from 200 to 299 if not given")
        @Range(min = "100", max = "599")
        Optional<Integer> status,

        @Doc("`http`: text that the first megabyte of the answer has to contain")
        Optional<String> bodyContains,

        @Doc("`http`: PEM file with certificates to trust beside the system's")
        Optional<Path> caFile) {

    private static final Pattern OID = Pattern.compile("\\.?[0-2](?:\\.[0-9]{1,10}){1,127}");
    private static final int SHORTEST_PASSWORD = 8;

    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException if something does not
     */
    public FailoverConfig {
        if (probe == FailoverProbe.HTTP) {
            HttpEndpoint.requireHttp("address", httpAddress(address));
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
            throw new IllegalArgumentException("'oid' must be numbers with dots between, is '" + text + "'");
        });
        requireUser(version.orElse(SnmpVersion.V2C), community, user, auth, authPassword, priv, privPassword);
    }

    private static URI httpAddress(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'address' is no address: " + e.getMessage(), e);
        }
    }

    private static void requireProbe(FailoverProbe probe, FailoverProbe wanted, Map<String, Optional<?>> keys) {
        keys.entrySet().stream()
                .filter(key -> probe != wanted && key.getValue().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("'" + key + "' is for probe = \"" + word(wanted)
                            + "\", this is \"" + word(probe) + "\": take it out");
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
        require(!v3 || user.isPresent(), "'user' is missing, version = \"v3\" needs it");
        require(!v3 || community.isEmpty(), "'community' is for version = \"v1\" and \"v2c\": take it out");
        require(v3 || user.isEmpty(), "'user' is for version = \"v3\"");
        require(auth.isEmpty() || user.isPresent(), "'auth' is for version = \"v3\" with a 'user'");
        require(auth.isPresent() == authPassword.isPresent(), "'auth' and 'auth_password' belong together");
        require(priv.isPresent() == privPassword.isPresent(), "'priv' and 'priv_password' belong together");
        require(priv.isEmpty() || auth.isPresent(), "'priv' needs 'auth', too: SNMP does not encrypt without it");
        requirePassword("auth_password", authPassword);
        requirePassword("priv_password", privPassword);
    }

    private static void requirePassword(String key, Optional<Secret> password) {
        require(
                password.isEmpty() || password.get().reveal().length() >= SHORTEST_PASSWORD,
                "'" + key + "' is too short: SNMP v3 wants 8 characters at least");
    }

    private static void require(boolean is, String message) {
        if (!is) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String word(FailoverProbe probe) {
        return probe.name().toLowerCase(Locale.ROOT);
    }

    /** Returns how many answers in a row make it stand by again. */
    public int recoveries() {
        return recoveryThreshold.orElse(threshold);
    }

    /** Returns whom to ask; not for {@link FailoverProbe#HTTP}. */
    public HostPort hostPort() {
        return HostPort.parse("address", address);
    }

    /** Tells whether a probe of the other one asks the same in the same way. */
    public boolean asksAs(FailoverConfig other) {
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
