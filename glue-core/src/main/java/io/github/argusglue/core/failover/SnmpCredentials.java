package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.SnmpAuth;
import io.github.argusglue.core.config.SnmpPriv;
import io.github.argusglue.core.config.SnmpVersion;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.Priv3DES;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.SecurityProtocols.SecurityProtocolSet;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.security.nonstandard.PrivAES192With3DESKeyExtension;
import org.snmp4j.security.nonstandard.PrivAES256With3DESKeyExtension;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;

/**
 * The SNMP version and credentials.
 *
 * @param version SNMP version
 * @param community community of v1 and v2c
 * @param user user of v3
 */
record SnmpCredentials(SnmpVersion version, Secret community, Optional<User> user) {

    /** Why the agent rejected a request, by the counter that it reports. */
    private static final Map<OID, String> REPORTS = Map.of(
            SnmpConstants.usmStatsUnsupportedSecLevels, "unsupported security level; check 'auth' and 'priv'",
            SnmpConstants.usmStatsNotInTimeWindows, "not in the SNMP v3 time window",
            SnmpConstants.usmStatsUnknownUserNames, "unknown user; check 'user'",
            SnmpConstants.usmStatsUnknownEngineIDs, "unknown engine ID",
            SnmpConstants.usmStatsWrongDigests, "wrong digest; check 'auth' and 'auth_password'",
            SnmpConstants.usmStatsDecryptionErrors, "decryption error; check 'priv' and 'priv_password'");

    private static final Map<SnmpAuth, OID> AUTH = Map.of(
            SnmpAuth.MD5, AuthMD5.ID,
            SnmpAuth.SHA, AuthSHA.ID,
            SnmpAuth.SHA224, AuthHMAC128SHA224.ID,
            SnmpAuth.SHA256, AuthHMAC192SHA256.ID,
            SnmpAuth.SHA384, AuthHMAC256SHA384.ID,
            SnmpAuth.SHA512, AuthHMAC384SHA512.ID);

    private static final Map<SnmpPriv, OID> PRIV = Map.of(
            SnmpPriv.DES, PrivDES.ID,
            SnmpPriv.DES3, Priv3DES.ID,
            SnmpPriv.AES128, PrivAES128.ID,
            SnmpPriv.AES192, PrivAES192.ID,
            SnmpPriv.AES256, PrivAES256.ID,
            SnmpPriv.AES192_3DES, PrivAES192With3DESKeyExtension.ID,
            SnmpPriv.AES256_3DES, PrivAES256With3DESKeyExtension.ID);

    /**
     * A user of v3.
     *
     * @param auth authentication protocol; null for none
     * @param priv encryption protocol; null for none
     */
    record User(
            String name,
            @Nullable OID auth,
            @Nullable Secret authPassword,
            @Nullable OID priv,
            @Nullable Secret privPassword) {

        int level() {
            return auth == null
                    ? SecurityLevel.NOAUTH_NOPRIV
                    : priv == null ? SecurityLevel.AUTH_NOPRIV : SecurityLevel.AUTH_PRIV;
        }

        UsmUser usm() {
            return new UsmUser(new OctetString(name), auth, octets(authPassword), priv, octets(privPassword));
        }

        private static @Nullable OctetString octets(@Nullable Secret secret) {
            return secret == null ? null : new OctetString(secret.reveal());
        }
    }

    static SnmpCredentials of(FailoverConfig config, SnmpVersion version) {
        return new SnmpCredentials(
                version,
                config.community().orElseGet(() -> Secret.of("public")),
                config.user()
                        .map(name -> new User(
                                name,
                                config.auth().map(AUTH::get).orElse(null),
                                config.authPassword().orElse(null),
                                config.priv().map(PRIV::get).orElse(null),
                                config.privPassword().orElse(null))));
    }

    Snmp open(ConnectedUdp udp) {
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        switch (version) {
            case V1 -> dispatcher.addMessageProcessingModel(new MPv1());
            case V2C -> dispatcher.addMessageProcessingModel(new MPv2c());
            case V3 -> dispatcher.addMessageProcessingModel(v3());
        }
        return new Snmp(dispatcher, udp);
    }

    /** A new engine each time: cached keys would outlive the agent that they are for. */
    private MPv3 v3() {
        OctetString engine = new OctetString(MPv3.createLocalEngineID(new OctetString("argus-glue")));
        SecurityProtocols protocols = protocols();
        USM usm = new USM(protocols, engine, 0);
        user.ifPresent(known -> usm.addUser(known.usm()));
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        return new MPv3(engine.getValue(), null, protocols, models, new CounterSupport());
    }

    private static SecurityProtocols protocols() {
        SecurityProtocols all = new SecurityProtocols(SecurityProtocolSet.maxCompatibility);
        all.addAuthenticationProtocol(new AuthMD5());
        all.addAuthenticationProtocol(new AuthSHA());
        all.addAuthenticationProtocol(new AuthHMAC128SHA224());
        all.addAuthenticationProtocol(new AuthHMAC192SHA256());
        all.addAuthenticationProtocol(new AuthHMAC256SHA384());
        all.addAuthenticationProtocol(new AuthHMAC384SHA512());
        all.addPrivacyProtocol(new PrivDES());
        all.addPrivacyProtocol(new Priv3DES());
        all.addPrivacyProtocol(new PrivAES128());
        all.addPrivacyProtocol(new PrivAES192());
        all.addPrivacyProtocol(new PrivAES256());
        all.addPrivacyProtocol(new PrivAES192With3DESKeyExtension());
        all.addPrivacyProtocol(new PrivAES256With3DESKeyExtension());
        return all;
    }

    PDU pdu() {
        return switch (version) {
            case V1 -> new PDUv1();
            case V2C -> new PDU();
            case V3 -> new ScopedPDU();
        };
    }

    Target<UdpAddress> target(UdpAddress address, Duration timeout) {
        Target<UdpAddress> target;
        if (version == SnmpVersion.V3) {
            UserTarget<UdpAddress> named = new UserTarget<>();
            named.setSecurityLevel(user.map(User::level).orElse(SecurityLevel.NOAUTH_NOPRIV));
            named.setSecurityName(new OctetString(user.map(User::name).orElse("")));
            target = named;
        } else {
            target = new CommunityTarget<>(address, new OctetString(community.reveal()));
        }
        target.setAddress(address);
        target.setVersion(
                switch (version) {
                    case V1 -> SnmpConstants.version1;
                    case V2C -> SnmpConstants.version2c;
                    case V3 -> SnmpConstants.version3;
                });
        target.setTimeout(timeout.toMillis());
        target.setRetries(0);
        return target;
    }

    static String explainReport(PDU report) {
        OID counter = report.size() == 0 ? new OID() : report.get(0).getOid();
        return REPORTS.entrySet().stream()
                .filter(known -> counter.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("report " + counter);
    }
}
