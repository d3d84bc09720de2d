package io.github.argusglue.plugin.zino;

import java.util.Optional;

/**
 * A line of the notification channel: {@code <case> <kind> <details>}. It says that a case has changed; the change
 * itself has to be read from the case.
 *
 * @param number number of the case
 * @param kind for example {@code state}
 */
record Notification(long number, String kind) {

    /** Parses a line; empty if it is not about a case. */
    static Optional<Notification> parse(String line) {
        String[] words = line.split(" ", 3);
        Long number = ZinoCase.number(words[0]);
        return number == null || words.length < 2 || words[1].isEmpty()
                ? Optional.empty()
                : Optional.of(new Notification(number, words[1]));
    }

    /** Returns whether the log or history of the case has grown. */
    boolean isAboutLog() {
        return kind.equals("history") || kind.equals("log");
    }
}
