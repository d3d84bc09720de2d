package io.github.argusglue.core.config;

/** Encryption protocols of SNMP v3. */
public enum SnmpPriv {
    /** CBC-DES. */
    DES,
    /** Triple DES. */
    DES3,
    /** CFB-AES-128, RFC 3826. */
    AES128,
    /** CFB-AES-192, with the key extension of the Blumenthal draft. */
    AES192,
    /** CFB-AES-256, with the key extension of the Blumenthal draft. */
    AES256,
    /** CFB-AES-192, with the key extension of triple DES, as used by Cisco. */
    AES192_3DES,
    /** CFB-AES-256, with the key extension of triple DES, as used by Cisco. */
    AES256_3DES
}
