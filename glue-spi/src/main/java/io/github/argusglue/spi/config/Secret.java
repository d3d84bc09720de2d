package io.github.argusglue.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * A value that never appears in a log or message.
 *
 * <p>A secret that comes from a file is read again each time it is revealed, so a replaced token is used without a
 * restart. Adapters keep the {@code Secret}, not the revealed string, and reveal it where the request is made.
 */
public final class Secret {
    private final Supplier<String> value;

    private Secret(Supplier<String> value) {
        this.value = value;
    }

    /** Returns a secret with a fixed value. */
    public static Secret of(String value) {
        requireNonNull(value, "value is null");
        return new Secret(() -> value);
    }

    /** Returns a secret that asks for its value each time. The supplier must be safe for use by any thread. */
    public static Secret from(Supplier<String> value) {
        return new Secret(requireNonNull(value, "value is null"));
    }

    /** Returns the current value. Do not store or log it. */
    public String reveal() {
        return value.get();
    }

    @Override
    public String toString() {
        return "****";
    }
}
