package org.example.zabbix;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a source of type {@code zabbix}. */
record ZabbixConfig(
        @Inline HttpEndpoint endpoint,

        @Doc("Address of Zabbix's web frontend for links, if it is not `url`")
        Optional<URI> webUrl,

        @Doc("Lowest severity of the problems that are shown") @Default("not_classified")
        Severity minimumSeverity,

        @Doc("Levels in Argus by severity, such as `{ high = 1 }`. Default: `{ disaster = 1, high = 2, average = 3,"
                + " warning = 4, information = 5, not_classified = 5 }`")
        Map<String, Integer> levels,

        @Doc("Names of host groups: only problems of their hosts are shown. Default: all that the user may read")
        List<String> hostGroups,

        @Doc("Which tags incidents get: `host`, `hostgroup`, `trigger` (the name of the problem), and `zabbix` for the"
                + " tags that the problem has in Zabbix. Default: all")
        List<TagKind> tagKinds,

        @Doc("Tags of Zabbix that become tags in Argus. Default: all")
        List<String> tagAllow,

        @Doc("Tags of Zabbix that do not become tags in Argus")
        List<String> tagBlock,

        @Doc("Whether descriptions begin with the host, unless they name it anyway") @Default("false")
        boolean prefixHostname,

        @Doc("Secret that Zabbix's webhooks send in the header `X-Webhook-Secret`")
        Optional<Secret> webhookSecret,

        @Doc("Whether to acknowledge in Zabbix what is acknowledged in Argus") @Default("false")
        boolean sendAcks) {

    ZabbixConfig {
        if (endpoint.access().token().isEmpty() && endpoint.access().username().isEmpty()) {
            throw new IllegalArgumentException("give 'token', or 'username' and 'password'");
        }
        levels.forEach((name, level) -> {
            if (Severity.named(name).isEmpty()) {
                throw new IllegalArgumentException("'levels' has '" + name
                        + "': use disaster, high, average, warning, information and not_classified");
            }
            if (level < 1 || level > 5) {
                throw new IllegalArgumentException("'levels' gives '" + name + "' the level " + level + ": use 1 to 5");
            }
        });
        if (!tagAllow.isEmpty() && !tagBlock.isEmpty()) {
            throw new IllegalArgumentException("give either 'tag_allow' or 'tag_block', not both");
        }
    }

    /** Returns the level in Argus. */
    int level(Severity severity) {
        return levels.getOrDefault(severity.key(), severity.level);
    }

    boolean hasTags(TagKind kind) {
        return tagKinds.isEmpty() || tagKinds.contains(kind);
    }

    /** Where tags come from. */
    enum TagKind {
        HOST,
        HOSTGROUP,
        TRIGGER,
        ZABBIX
    }

    /** Severities of Zabbix in its order: the ordinal is its number in the API. */
    enum Severity {
        NOT_CLASSIFIED(5),
        INFORMATION(5),
        WARNING(4),
        AVERAGE(3),
        HIGH(2),
        DISASTER(1);

        private final int level;

        Severity(int level) {
            this.level = level;
        }

        /** Returns the name as in the configuration file. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Severity> named(String key) {
            return List.of(values()).stream()
                    .filter(severity -> severity.key().equals(key))
                    .findFirst();
        }

        /** Returns the severity with this number in the API. */
        static Severity of(int number) {
            return values()[number];
        }
    }
}
