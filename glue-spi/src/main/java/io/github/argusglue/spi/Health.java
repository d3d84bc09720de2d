package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an adapter knows about itself beyond its last snapshot, such as "push channel down, polling every 30 s". */
public final class Health {
    private static final Health OK = new Health(null);

    private final @Nullable String problem;

    private Health(@Nullable String problem) {
        this.problem = problem;
    }

    /** Nothing is wrong. */
    public static Health ok() {
        return OK;
    }

    /**
     * It works, but worse than it should.
     *
     * @param problem one line for people: what is wrong and what to do about it
     */
    public static Health degraded(String problem) {
        return new Health(requireNonNull(problem, "problem is null"));
    }

    /** Returns what is wrong; empty if nothing is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
