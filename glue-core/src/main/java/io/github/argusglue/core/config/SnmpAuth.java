package io.github.argusglue.core.config;

/** Authentication protocols of SNMP v3. */
public enum SnmpAuth {
    /** HMAC-MD5-96. */
    MD5,
    /** HMAC-SHA-96. */
    SHA,
    /** HMAC-128-SHA-224. */
    SHA224,
    /** HMAC-192-SHA-256. */
    SHA256,
    /** HMAC-256-SHA-384. */
    SHA384,
    /** HMAC-384-SHA-512. */
    SHA512
}
