package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Health of an adapter beyond the result of its last snapshot, for example "push channel down, polling every 30 s" or
 * "am-2 does not answer". A source whose adapter is degraded has a state of its own: people see it in yellow above the
 * healthy ones, one line is logged when it begins and one when it is over, and a metric shows it. What every snapshot
 * of this source lacks by its nature, or what passes by itself after a start, is no degradation: say that with
 * {@link Snapshot#partial}.
 *
 * <p>Immutable.
 */
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
     * Returns the health of an adapter that can be read but lacks a part that it should have: one of several servers, a
     * channel of notifications, a permission.
     *
     * @param problem one line for people: which part is wrong and what to do about it; without secrets. It should stay
     *     the same while the problem does, except for numbers that are words of their own
     */
    public static Health degraded(String problem) {
        return new Health(requireNonNull(problem, "problem is null"));
    }

    /** Returns the problem; empty if there is none. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
