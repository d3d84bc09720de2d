package io.github.argusglue.spi.testing;

import org.junit.jupiter.api.Assertions;

/** A rule of the adapter guide, as it is named in the line that says how an adapter breaks it. */
enum Rule {
    UNKNOWN_IS_NOT_EMPTY("Rules", "1", "Unknown is not empty."),
    SAY_WHAT_IS_UNCERTAIN("Rules", "2", "If you cannot tell whether an alert is over, say so."),
    ONE_ID_ONE_OCCURRENCE("Rules", "3", "An id names one occurrence."),
    NOTHING_THAT_CHANGES_ALL_THE_TIME("Rules", "4", "Leave out what changes all the time."),
    CREATE_DOES_NOTHING("Rules", "5", "`create` does nothing."),
    CALLS_END("Rules", "6", "Every call ends."),
    CLOSE_RELEASES_ALL("Rules", "7", "`close` releases everything."),
    NO_STATIC_STATE("Rules", "8", "No static state."),
    TIME_OF_THE_CONTEXT("Rules", "9", "The time is `context.clock()`."),
    FAILURES_ARE_SOURCE_EXCEPTIONS("Rules", "10", "A failure is a `SourceException`."),
    NO_SECRETS("Rules", "11", "No secret is shown."),
    HINTS_HAVE_A_CAUSE("Rules", "12", "A hint has a cause."),
    TEXT_FOR_PEOPLE("Rules", "13", "A description is for people."),
    REGISTERED("What you write", "", "The factory"),
    STABLE_STARTS("Stable starts", "", "never moves during an occurrence"),
    STATE("State", "", "A value that cannot be read is returned as empty"),
    WEBHOOKS("Webhooks", "", "In the handler, store what you learned"),
    ACKNOWLEDGEMENTS("Acknowledgements", "", "Keep `at` and the text unchanged while it lasts"),
    ADOPTION("Optional features", "", "take over the incidents of another glue service"),
    ENDINGS("Optional features", "", "report when and why an alert ended"),
    FEEDBACK_TWICE("Feedback", "1", "It may be delivered twice"),
    FEEDBACK_FOR_NOTHING("Feedback", "2", "An alert that no longer exists is no error."),
    FEEDBACK_FAILURE("Feedback", "3", "An unreachable system is an exception."),
    FEEDBACK_ECHO("Feedback", "5", "Do not send it back."),
    FEEDBACK_OF_OTHERS("Feedback", "6", "Touch only what is yours."),
    FEEDBACK_IS_DONE("Feedback", "7", "What is accepted is done."),
    SUPPRESSION("Suppression", "", "Do not leave suppressed alerts out of the snapshot"),
    LEFT_OUT("Left out", "", "The reason is a fixed word"),
    SCOPES("Scopes", "", "Give each alert the part"),
    NOTICES("Notices", "", "one incident for each id"),
    EVENT_STREAMS("HTTP", "", "What happens between two connections is not sent again."),
    WEBHOOK_ANSWERS("Webhooks", "", "A GET should only answer"),
    HISTORY("History", "", "Time, author and text identify an entry"),
    TEST_IS_COMPLETE("Test with the kit", "", "A check that has nothing to look at fails");

    private final String section;
    private final String number;
    private final String title;

    Rule(String section, String number, String title) {
        this.section = section;
        this.number = number;
        this.title = title;
    }

    /** Returns the heading of the section of the guide that the rule is in. */
    String section() {
        return section;
    }

    /** Returns the number of the rule in its section; empty if the section does not number its rules. */
    String number() {
        return number;
    }

    /** Returns words that stand in the guide, at the rule. */
    String title() {
        return title;
    }

    /** Returns where in the guide the rule is. */
    String place() {
        return "adapter guide, '" + section + "'" + (number.isEmpty() ? "" : ", rule " + number);
    }

    /** Returns the failure of a test that found the rule broken. */
    AssertionError broken(String what) {
        return new AssertionError(what + " (" + place() + ": " + title + ")");
    }

    /** Returns the failure of a test that found the rule broken by an exception. */
    AssertionError broken(String what, Throwable cause) {
        return new AssertionError(what + " (" + place() + ": " + title + ")", cause);
    }

    /** Fails unless the condition is met. */
    void check(boolean met, String otherwise) {
        if (!met) {
            throw broken(otherwise);
        }
    }

    /** Fails unless the two are equal. */
    void checkEqual(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            Assertions.assertEquals(expected, actual, what + " (" + place() + ": " + title + ")");
        }
    }
}
