package io.github.argusglue.core.config;

/** How SNMP v3 encrypts. */
public enum SnmpPriv {
    /** CBC-DES. */
    DES,
    /** Triple DES. */
    DES3,
    /** CFB-AES-128, RFC 3826. */
    AES128,
    /** CFB-AES-192, its key made as the draft of Blumenthal says. */
    AES192,
    /** CFB-AES-256, its key made as the draft of Blumenthal says. */
    AES256,
    /** CFB-AES-192, its key made longer as for triple DES; what Cisco does. */
    AES192_3DES,
    /** CFB-AES-256, its key made longer as for triple DES; what Cisco does. */
    AES256_3DES
}
