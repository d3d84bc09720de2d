package io.github.argusglue.http;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private and a public key are a pair: what one signs, the other verifies. */
final class KeyPairs {
    private static final byte[] TEXT = {1, 2, 3};

    private KeyPairs() {}

    static boolean belong(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        if (!family(secret.getAlgorithm()).equals(family(open.getAlgorithm()))) {
            return false;
        }
        String algorithm = switch (family(secret.getAlgorithm())) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> secret.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(TEXT);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(TEXT);
        return signature.verify(signed);
    }

    /** Java calls Ed25519 keys by this name or by that of their kind. */
    private static String family(String algorithm) {
        return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
    }
}
