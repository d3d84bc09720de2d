package io.github.argusglue.plugin.prometheus;

/**
 * What the configured Prometheus servers and Alertmanager's webhooks say about an alert that stopped being repeated.
 */
enum Confirmation {
    /** It was evaluated, and is neither firing nor pending; or its rule is gone. */
    GONE,
    /** Alertmanager sent that it was resolved. */
    RESOLVED,
    /** It is firing or pending there. */
    STILL_THERE,
    /** A server that should know does not answer, or its rule cannot be evaluated. */
    CANNOT_TELL,
    /** Nobody there knows it, or nobody was asked. */
    UNKNOWN
}
