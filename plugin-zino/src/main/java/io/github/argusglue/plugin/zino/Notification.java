package io.github.argusglue.plugin.zino;

import java.util.Optional;

/**
 * A line of the notification channel: {@code <case> <kind> <details>}. It says that something about a case has changed,
 * and the case itself says what.
 *
 * @param number of the case
 * @param kind such as {@code state}
 */
record Notification(long number, String kind) {

    /** Reads a line; empty if it is none about a case. */
    static Optional<Notification> parse(String line) {
        String[] words = line.split(" ", 3);
        Long number = ZinoCase.number(words[0]);
        return number == null || words.length < 2 || words[1].isEmpty()
                ? Optional.empty()
                : Optional.of(new Notification(number, words[1]));
    }

    /** Tells whether the case's log or history has grown. */
    boolean isAboutLines() {
        return kind.equals("history") || kind.equals("log");
    }
}
