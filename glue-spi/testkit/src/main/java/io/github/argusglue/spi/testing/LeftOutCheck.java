package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Checks that the reasons in {@link LeftOut} are fixed words of the adapter, since each is a label of a metric. */
final class LeftOutCheck {
    private static final Set<String> WORDS_OF_ARGUS_GLUE = Set.of("rule", "suppressed", "held", "other");

    /** Shorter keys are part of words by chance. */
    private static final int SHORTEST_KEY = 3;

    private LeftOutCheck() {}

    static void check(Snapshot found) {
        Set<String> keys = new TreeSet<>();
        for (Alert alert : found.alerts()) {
            keys.add(alert.id().key());
        }
        for (LeftOut.Group group : found.leftOut().groups()) {
            group.examples().forEach(example -> keys.add(example.key()));
        }
        for (LeftOut.Group group : found.leftOut().groups()) {
            String reason = group.reason();
            Rule.LEFT_OUT.check(
                    !WORDS_OF_ARGUS_GLUE.contains(reason),
                    "'" + reason + "' is a word of argus-glue: use another reason for what the adapter leaves out");
            for (String key : keys) {
                String word = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
                Rule.LEFT_OUT.check(
                        word.length() < SHORTEST_KEY || !reason.contains(word),
                        "the reason '" + reason + "' of what is left out contains '" + key
                                + "', which identifies one problem");
            }
        }
    }
}
