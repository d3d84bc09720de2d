package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Health of an adapter beyond the result of its last snapshot, for example "push channel down, polling every 30 s". */
public final class Health {
    private static final Health OK = new Health(null);

    private final @Nullable String problem;

    private Health(@Nullable String problem) {
        this.problem = problem;
    }

    /** Returns the health of an adapter that works normally. */
    public static Health ok() {
        return OK;
    }

    /**
     * Returns the health of an adapter that works with restrictions.
     *
     * @param problem one line for people: what is wrong and what to do about it
     */
    public static Health degraded(String problem) {
        return new Health(requireNonNull(problem, "problem is null"));
    }

    /** Returns the problem; empty if there is none. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
