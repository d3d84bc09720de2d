package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the source shows as a problem and a snapshot does not report as an alert: how many, for which reasons, and a few
 * examples of each. It changes nothing in Argus. It tells operators why an alert does not appear: in {@code plan},
 * {@code try} and {@code status}, on the status page, and as the metric {@code argus_glue_left_out}.
 *
 * <pre>{@code
 * LeftOut.Builder leftOut = LeftOut.builder();
 * for (Problem problem : problems) {
 *     if (config.minSeverity() > problem.severity()) {
 *         leftOut.add("min_severity", problem.id(), problem.text() + ": severity " + problem.severity());
 *     } else {
 *         alerts.add(alert(problem));
 *     }
 * }
 * return Snapshot.complete(alerts).withLeftOut(leftOut.build());
 * }</pre>
 *
 * <p>Count what is a problem now, and not what is over. Report what is only suppressed or uncertain as an alert
 * ({@link Alert.Builder#suppressed}, {@link Alert.Builder#held}): argus-glue counts those that it does not show.
 *
 * <p>Immutable.
 *
 * @see Snapshot#withLeftOut(LeftOut)
 */
@Unstable
public final class LeftOut {
    /** Maximum number of different reasons. What exceeds it is counted as {@value #OTHER_REASON}. */
    public static final int MOST_REASONS = 32;

    /** Maximum number of examples of one reason. The others are only counted. */
    public static final int MOST_EXAMPLES = 20;

    /** Maximum length of the texts of an example, in characters. Longer ones are cut. */
    public static final int MOST_TEXT = 200;

    private static final String OTHER_REASON = "other";
    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final LeftOut NOTHING = new LeftOut(List.of());

    private final List<Group> groups;

    private LeftOut(List<Group> groups) {
        this.groups = groups;
    }

    /** Returns that nothing is left out. */
    public static LeftOut nothing() {
        return NOTHING;
    }

    /** Returns a builder to which nothing was added. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns what is left out for each reason, in the order in which the reasons were first added; unmodifiable. */
    public List<Group> groups() {
        return groups;
    }

    /** Returns how many problems are left out altogether. */
    public long total() {
        return groups.stream().mapToLong(Group::count).sum();
    }

    /** Returns the counts as text for people, such as {@code 4 (port_description 3, bfd 1)}; {@code 0} for nothing. */
    public String summary() {
        return groups.isEmpty()
                ? "0"
                : groups.stream()
                        .map(group -> group.reason() + " " + group.count())
                        .collect(Collectors.joining(", ", total() + " (", ")"));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof LeftOut other && groups.equals(other.groups));
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    @Override
    public String toString() {
        return "LeftOut[" + summary() + "]";
    }

    /** The problems that are left out for one reason. Immutable. */
    @Unstable
    public static final class Group {
        private final String reason;
        private final long count;
        private final List<Example> examples;

        private Group(String reason, long count, List<Example> examples) {
            this.reason = reason;
            this.count = count;
            this.examples = examples;
        }

        /** Returns the reason: {@code [a-z][a-z0-9_]*}, at most 40 characters. */
        public String reason() {
            return reason;
        }

        /** Returns how many problems there are, at least 1. */
        public long count() {
            return count;
        }

        /** Returns the first of them, at most {@value LeftOut#MOST_EXAMPLES}; unmodifiable. */
        public List<Example> examples() {
            return examples;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o
                    || (o instanceof Group other
                            && reason.equals(other.reason)
                            && count == other.count
                            && examples.equals(other.examples));
        }

        @Override
        public int hashCode() {
            return reason.hashCode() * 31 + examples.hashCode();
        }

        @Override
        public String toString() {
            return reason + " " + count;
        }
    }

    /**
     * One problem that is left out.
     *
     * @param key what identifies it in the source
     * @param text what it is and why it is left out, one line for people; may be empty
     */
    @Unstable
    public record Example(String key, String text) {}

    /** Counts what is left out. Not safe for use by several threads. */
    @Unstable
    public static final class Builder {
        private final Map<String, Counted> byReason = new LinkedHashMap<>();

        private Builder() {}

        private static final class Counted {
            private final List<Example> examples = new ArrayList<>();
            private long count;
        }

        /**
         * Adds one problem.
         *
         * @param reason a fixed word of the adapter: {@code [a-z][a-z0-9_]*}, at most 40 characters. If a key of the
         *     configuration decides, its name. Never text of the source, because each reason is a label of a metric.
         *     {@code rule}, {@code suppressed}, {@code held} and {@code other} are words of argus-glue
         * @param key what identifies the problem in the source; if it were reported, the key of its alert
         * @param text what it is and why it is left out, one line for people without secrets; may be empty
         * @throws IllegalArgumentException if the reason is not well-formed
         */
        public Builder add(String reason, String key, String text) {
            requireNonNull(text, "text is null");
            return add(reason, key, () -> text);
        }

        /**
         * Adds one problem whose text is only made if it is needed: for the first problems of each reason. Otherwise
         * like {@link #add(String, String, String)}.
         */
        public Builder add(String reason, String key, Supplier<String> text) {
            Counted counted = counted(reason);
            requireNonNull(key, "key is null");
            counted.count++;
            if (counted.examples.size() < MOST_EXAMPLES) {
                counted.examples.add(new Example(cut(key), cut(requireNonNull(text.get(), "text is null"))));
            }
            return this;
        }

        /** Adds everything that is left out there, with the same reasons. */
        public Builder addAll(LeftOut more) {
            for (Group group : more.groups()) {
                Counted counted = counted(group.reason());
                counted.count += group.count();
                int room = MOST_EXAMPLES - counted.examples.size();
                counted.examples.addAll(group.examples()
                        .subList(0, Math.min(room, group.examples().size())));
            }
            return this;
        }

        private Counted counted(String reason) {
            Counted known = byReason.get(reason);
            if (known != null) {
                return known;
            } else if (!REASON.matcher(reason).matches()) {
                throw new IllegalArgumentException(
                        "a reason is a fixed word of a-z, 0-9 and _, at most 40 characters, not '" + cut(reason) + "'");
            }
            String word = byReason.size() < MOST_REASONS - 1 ? reason : OTHER_REASON;
            return byReason.computeIfAbsent(word, any -> new Counted());
        }

        private static String cut(String text) {
            if (text.length() <= MOST_TEXT) {
                return text;
            }
            int end = Character.isHighSurrogate(text.charAt(MOST_TEXT - 2)) ? MOST_TEXT - 2 : MOST_TEXT - 1;
            return text.substring(0, end) + "…";
        }

        /** Returns what was added. The builder can be used further. */
        public LeftOut build() {
            if (byReason.isEmpty()) {
                return NOTHING;
            }
            List<Group> groups = new ArrayList<>();
            byReason.forEach(
                    (reason, counted) -> groups.add(new Group(reason, counted.count, List.copyOf(counted.examples))));
            return new LeftOut(Collections.unmodifiableList(groups));
        }
    }
}
