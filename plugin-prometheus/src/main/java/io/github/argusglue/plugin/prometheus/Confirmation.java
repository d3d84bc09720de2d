package io.github.argusglue.plugin.prometheus;

/** What the configured Prometheus servers and Alertmanager's webhooks report about an alert that is no longer sent. */
enum Confirmation {
    /** Its rule was evaluated and the alert is neither firing nor pending, or the rule is gone. */
    GONE,
    /** A webhook reported it as resolved. */
    RESOLVED,
    /** It is firing or pending in Prometheus. */
    ACTIVE,
    /** A server that should know it does not answer, or cannot evaluate the rule. */
    INCONCLUSIVE,
    /** No server knows it, or none was asked. */
    UNKNOWN
}
