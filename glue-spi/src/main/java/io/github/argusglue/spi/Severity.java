package io.github.argusglue.spi;

/**
 * Severity of an alert, most severe first. Each value stands for one of the five levels of Argus; as long as Argus has
 * five, there will be no other value.
 */
public enum Severity {
    /** Argus level 1. */
    CRITICAL(1),
    /** Argus level 2. */
    HIGH(2),
    /** Argus level 3. */
    MODERATE(3),
    /** Argus level 4. */
    LOW(4),
    /** Argus level 5. */
    INFORMATION(5);

    private final int level;

    Severity(int level) {
        this.level = level;
    }

    /** Returns the level in Argus, 1 (critical) to 5 (information). */
    public int level() {
        return level;
    }

    /**
     * Returns the severity for a level in Argus.
     *
     * @param level 1 to 5
     * @throws IllegalArgumentException if there is no such level
     */
    public static Severity ofLevel(int level) {
        for (Severity severity : values()) {
            if (severity.level == level) {
                return severity;
            }
        }
        throw new IllegalArgumentException("level " + level + " is not between 1 (critical) and 5 (information)");
    }
}
